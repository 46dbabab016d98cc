// A folder in (SHOTS); a picture of each page in three sizes out, for a person to look at.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const { test, before, after } = require("node:test");
const { serve, launch, follow, heading, touch, answer } = require("./kiosk.cjs");

const folder = process.env.SHOTS;
let kiosk, browser;
before(async () => { if (folder) { fs.mkdirSync(folder, { recursive: true }); kiosk = await serve(); browser = await launch(); } });
after(async () => { if (folder) { await browser.close(); await kiosk.stop(); } });

for (const [width, height] of [[1080, 1080], [1280, 800], [390, 844]])
  test(`pictures at ${width}x${height}`, { skip: folder ? false : "SHOTS names no folder" }, async () => {
    const context = await browser.newContext({ viewport: { width, height } }), page = await context.newPage();
    page.setDefaultTimeout(15000);
    const shot = (name) => page.screenshot({ path: path.join(folder, `${width}-${name}.png`), fullPage: !/warning/.test(name) });
    await page.goto(kiosk.home);
    await shot("attract");
    await touch(page, "Start");
    await touch(page, "I need more time");
    await shot("opening");
    await touch(page, "Text and contrast");
    await shot("look");
    await touch(page, "Done");
    await touch(page, "Start");
    await shot("safety");
    await touch(page, "Continue");
    await shot("error");
    await page.locator('label:has(input[value="face"])').click();
    await touch(page, "Continue");
    await shot("emergency");
    await touch(page, "I ticked that by mistake");
    for (let pages = 0; pages < 40 && (await heading(page)) !== "Check your answers"; pages++) {
      if ((await heading(page)) === "How old are you?") await shot("question");
      const part = page.getByRole("button", { name: "Go on with these questions", exact: true });
      if (await part.count()) await touch(page, "Go on with these questions");
      else await answer(page);
    }
    await shot("review");
    await touch(page, "Show my result");
    await shot("result");
    await touch(page, "Send this to the clinic");
    const leave = page.getByRole("button", { name: "No, leave them out", exact: true });
    if (await leave.count()) await touch(page, "No, leave them out");
    await shot("send-what");
    await touch(page, "Continue");
    await shot("send-agree");
    await touch(page, "Yes, send it");
    await page.getByText("Your code:").waitFor();
    await shot("send-done");
    await touch(page, "Continue");
    await touch(page, "Finish, and erase all answers");
    await touch(page, "For staff");
    for (const digit of "314159") await touch(page, digit);
    await shot("pin");
    await touch(page, "Open");
    await shot("staff");
    await touch(page, "Back to the first screen");
    await touch(page, "Start");
    await page.evaluate(() => document.getElementById("idle").showModal());
    await shot("warning");
    await context.close();
  });

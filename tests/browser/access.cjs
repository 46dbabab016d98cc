// Every page and state, as each person may have set their screen: axe-core, sizes of targets, and no sideways scrolling.
"use strict";
const assert = require("node:assert/strict");
const { test, before, after } = require("node:test");
const { axe, serve, launch, follow, heading, touch, answer, toReview, sleep } = require("./kiosk.cjs");

let kiosk, hasty, browser;
before(async () => { kiosk = await serve(); hasty = await serve("--idle", "6", "--warning", "60", "--emergency", "60"); browser = await launch(); });
after(async () => { await browser.close(); await kiosk.stop(); await hasty.stop(); });

const WIDE = { viewport: { width: 1080, height: 1080 } };
const LOOKS = {
  light: { ...WIDE, colorScheme: "light" },
  dark: { ...WIDE, colorScheme: "dark" },
  "more contrast": { ...WIDE, contrast: "more" },
  "forced colours": { ...WIDE, forcedColors: "active" },
  "reduced motion": { ...WIDE, reducedMotion: "reduce" },
  "320 px": { viewport: { width: 320, height: 640 } },
  "400% zoom of 1280x1024": { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
};
const SMALLEST = 60;

async function looked(page, what, left) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "wcag2aaa"],
    rules: { "color-contrast-enhanced": { enabled: true }, "target-size": { enabled: true } },
  }));
  for (const each of found.violations) left.push(`${what}: ${each.id} ${each.nodes.map((node) => node.html.slice(0, 90)).join(" | ")}`);
  const measured = await page.evaluate((smallest) => {
    const open = document.querySelector("dialog[open]");
    const small = [...(open || document).querySelectorAll("button, a, label, summary, textarea")].filter((each) => {
      const { width, height } = each.getBoundingClientRect();
      return width && (width < smallest || height < smallest) && !(each.tagName === "LABEL" && !each.querySelector("input"));
    });
    return { small: small.map((each) => each.innerText), wide: document.documentElement.scrollWidth - innerWidth };
  }, SMALLEST);
  for (const name of measured.small) left.push(`${what}: "${name}" is smaller than ${SMALLEST} px`);
  if (measured.wide > 0) left.push(`${what}: ${measured.wide} px too wide`);
}

async function tour(page, visit) {
  await page.goto(kiosk.home);
  await visit("attract");
  await touch(page, "For staff");
  await visit("pin");
  await touch(page, "1");
  await visit("one digit");
  await touch(page, "Open");
  await visit("wrong pin");
  for (const digit of [..."314159", "Open"]) await touch(page, digit);
  await visit("staff");
  await touch(page, "Back to the first screen");
  await touch(page, "Start");
  await visit("opening");
  await touch(page, "I need more time");
  await touch(page, "I need help now");
  await visit("help now");
  await touch(page, "Continue");
  await follow(page, () => page.locator("footer").getByRole("button", { name: "I need help now" }).click());
  await visit("number");
  await touch(page, "Go back to where I was");
  await touch(page, "Start");
  await visit("safety");
  await touch(page, "Continue");
  await visit("error");
  for (const [name, back] of [["Help", "Go back to where I was"], ["Feeling low, scared or not safe?", "Go back to where I was"],
    ["Text and contrast", "Done"], ["Stop and erase", "Go on with the questions"]]) {
    await touch(page, name);
    await visit(name);
    await touch(page, back);
  }
  await page.locator('label:has(input[value="not-seen"])').click();
  await touch(page, "Continue");
  await visit("unseen");
  await touch(page, "Continue");
  await page.locator('label:has(input[value="breathless"])').click();
  await touch(page, "Continue");
  await visit("emergency");
  await touch(page, "I ticked that by mistake");
  for (let pages = 0; pages < 40; pages++) {
    const title = await heading(page);
    if (title === "Check your answers") break;
    if (pages < 2 || (await page.locator("textarea").count())) await visit(`question ${title}`);
    const part = page.getByRole("button", { name: "Go on with these questions", exact: true });
    if (await part.count()) { await visit("part"); await touch(page, "Go on with these questions"); await visit("optional"); continue; }
    await answer(page);
  }
  await visit("review");
  const show = page.getByRole("button", { name: "Show the answers that are hidden", exact: true });
  if (await show.count()) { await follow(page, () => show.click()); await visit("shown"); }
  await follow(page, () => page.getByRole("button", { name: /^Change/ }).first().click());
  await visit("change");
  await touch(page, "Back");
  await touch(page, "Show my result");
  await visit("result");
  const leaveOut = async () => {
    const out = page.getByRole("button", { name: "No, leave them out", exact: true });
    if (await out.count()) { await visit("private"); await follow(page, () => out.click()); }
  };
  await touch(page, "Send this to the clinic");
  await leaveOut();
  await visit("what is sent");
  await touch(page, "Continue");
  await visit("who reads it");
  await touch(page, "Yes, send it");
  await page.waitForSelector("text=It is sent");
  await visit("sent");
  await touch(page, "Continue");
  await touch(page, "Print a page for my doctor or nurse");
  await leaveOut();
  await visit("printing");
  await touch(page, "Print it");
  await page.waitForSelector("text=sent to the printer");
  await visit("printed");
  await touch(page, "Continue");
  await touch(page, "Finish, and erase all answers");
  await visit("erased");
}

for (const [name, options] of Object.entries(LOOKS)) test(`every page and state in ${name}`, async () => {
  const context = await browser.newContext(options), page = await context.newPage(), left = [];
  let pages = 0;
  await tour(page, async (what) => { pages++; await looked(page, what, left); });
  assert.deepEqual([...new Set(left)], []);
  assert.ok(pages > 25, `${pages} pages`);
  await context.close();
});

for (const [look, size] of [["White on black, in bold", "Larger letters"], ["Black on white, in bold", "Larger letters"]])
  test(`as a person chose it: ${look}, ${size}, 320 px`, async () => {
    const context = await browser.newContext({ viewport: { width: 320, height: 640 } }), page = await context.newPage(), left = [];
    await page.goto(kiosk.home);
    for (const name of ["Text and contrast", look, size, "Done"]) await touch(page, name);
    await looked(page, "attract", left);
    await touch(page, "Start");
    await looked(page, "opening", left);
    await touch(page, "Start");
    await looked(page, "question", left);
    await page.locator('label:has(input[value="face"])').click();
    await touch(page, "Continue");
    await looked(page, "emergency", left);
    assert.deepEqual([...new Set(left)], []);
    await context.close();
  });

for (const [name, options] of [["light", LOOKS.light], ["dark", LOOKS.dark], ["320 px", LOOKS["320 px"]], ["forced colours", LOOKS["forced colours"]]])
  test(`the warning, and an emergency that nobody attends to, in ${name}`, async () => {
    const context = await browser.newContext(options), page = await context.newPage(), left = [];
    await page.goto(hasty.home);
    await touch(page, "Start");
    await page.waitForSelector("dialog[open]");
    await sleep(0.3);
    await looked(page, "warning", left);
    await page.keyboard.press("Space");
    await page.waitForSelector("dialog", { state: "hidden" });
    await touch(page, "Start");
    await page.locator('label:has(input[value="face"])').click();
    await touch(page, "Continue");
    await page.waitForSelector("text=The page is hidden");
    assert.doesNotMatch(await page.content(), /The face dropped/);
    assert.match(await page.locator("main").innerText(), /999/);
    await looked(page, "covered", left);
    await touch(page, "Show the page again");
    assert.match(await page.content(), /The face dropped/);
    assert.deepEqual([...new Set(left)], []);
    await context.close();
  });

test("the warning without script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false, ...WIDE }), page = await context.newPage();
  await page.goto(hasty.home);
  await touch(page, "Start");
  await page.waitForSelector("text=Are you still there?");
  assert.equal(await page.locator("input[name=answer]").count(), 0);
  await touch(page, "I am still here");
  assert.match(await heading(page), /^Questions about/);
  await context.close();
});

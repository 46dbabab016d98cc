// Somebody walks away from a canary answer: warned, extended, wiped; then it is searched for, on the screen and on the disk.
"use strict";
const assert = require("node:assert/strict");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");
const { test, before, after } = require("node:test");
const { FLAGS, CHROMIUM, chromium, serve, launch, follow, heading, touch, toReview, sleep } = require("./kiosk.cjs");

const CANARY = "Wolfeschlegelsteinhausen";
const HOME = "Have you noticed a change? Or do you ask about your family?";
let kiosk, browser;
before(async () => { kiosk = await serve("--idle", "4", "--warning", "5", "--emergency", "8"); browser = await launch(); });
after(async () => { await browser.close(); await kiosk.stop(); });

async function canary(page) {
  page.setDefaultTimeout(15000);
  await toReview(page, kiosk.home, "click", CANARY);
  assert.match(await page.locator("main").innerText(), new RegExp(CANARY));
}

async function nowhere(page) {
  for (let steps = 0; steps < 6; steps++) {
    assert.doesNotMatch(await page.content(), new RegExp(CANARY));
    await page.goBack({ timeout: 3000 }).catch(() => null);
  }
  await page.reload();
  assert.doesNotMatch(await page.content(), new RegExp(CANARY));
  const kept = await page.evaluate(async () => ({
    local: Object.keys(localStorage), session: Object.keys(sessionStorage), cookie: document.cookie,
    caches: window.caches ? await caches.keys() : [], bases: indexedDB.databases ? await indexedDB.databases() : [],
  }));
  assert.deepEqual(kept, { local: [], session: [], cookie: "", caches: [], bases: [] });
}

test("warned at its time, covered wholly, extended by Space and by touch, then wiped", async () => {
  const context = await browser.newContext({ hasTouch: true, viewport: { width: 1080, height: 1080 } }), page = await context.newPage();
  await canary(page);
  for (const extend of [() => page.keyboard.press("Space"), () => page.locator("dialog").tap({ position: { x: 20, y: 500 } })]) {
    const begun = Date.now();
    await page.waitForSelector("dialog[open]");
    assert.ok(Date.now() - begun > 2500, "not too early");
    const box = await page.locator("dialog").boundingBox();
    assert.deepEqual([box.x, box.y, box.width, box.height], [0, 0, 1080, 1080]);
    const see = await page.evaluate(() => getComputedStyle(document.querySelector("dialog")).backgroundColor);
    assert.doesNotMatch(see, /rgba|transparent/);
    assert.equal(await page.evaluate(() => document.activeElement.id), "idle-still");
    for (let tabs = 0; tabs < 3; tabs++) await page.keyboard.press("Tab");
    assert.ok(await page.evaluate(() => document.activeElement === document.body || !!document.activeElement.closest("dialog")));
    assert.match(await page.locator("#idle-left").innerText(), /In \d seconds/);
    assert.match(await page.locator("dialog .banner").innerText(), /999/);
    await extend();
    await page.waitForSelector("dialog", { state: "hidden" });
    assert.match(await page.locator("main").innerText(), new RegExp(CANARY));
  }
  await page.waitForSelector(`text=${HOME}`, { timeout: 20000 });
  await nowhere(page);
  await context.close();
});

test("a hand that moves is not warned", async () => {
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  for (let signs = 0; signs < 4; signs++) {
    await sleep(2);
    await (signs % 2 ? page.keyboard.press("Tab") : page.mouse.wheel(0, 50));
    assert.equal(await page.locator("dialog[open]").count(), 0);
  }
  const last = Date.now();
  await page.waitForSelector("dialog[open]", { timeout: 20000 });
  assert.ok(Date.now() - last > 2500 && Date.now() - last < 8000, "from the last sign on");
  await context.close();
});

test("wiped without script", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false }), page = await context.newPage();
  await canary(page);
  await page.waitForSelector("text=Are you still there?");
  assert.doesNotMatch(await page.content(), new RegExp(CANARY));
  await page.waitForSelector(`text=${HOME}`, { timeout: 20000 });
  for (let steps = 0; steps < 6; steps++) {
    assert.doesNotMatch(await page.content(), new RegExp(CANARY));
    await page.goBack({ timeout: 3000 }).catch(() => null);
  }
  await context.close();
});

test("wiped when the server is gone", async () => {
  const other = await serve("--idle", "2", "--warning", "3");
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(other.home);
  await touch(page, "Start");
  await other.stop();
  await sleep(4);
  assert.doesNotMatch(await page.locator("body").innerText().catch(() => ""), /Questions about/);
  await context.close();
});

test("an emergency stays for its time, and its warning keeps the number", async () => {
  const context = await browser.newContext(), page = await context.newPage();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  await page.locator('label:has(input[value="face"])').click();
  await touch(page, "Continue");
  await page.waitForSelector("#bell:has-text('Our staff were called.')");
  await page.waitForSelector("text=The page is hidden");
  assert.match(await page.locator("main").innerText(), /999/);
  assert.doesNotMatch(await page.content(), /The face dropped/);
  await page.waitForSelector("text=Are you still there?");
  assert.match(await page.locator("body").innerText(), /999/);
  await page.waitForSelector(`text=${HOME}`);
  await context.close();
});

function files(folder) {
  return fs.readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const name = path.join(folder, each.name);
    return each.isDirectory() ? files(name) : each.isFile() ? [name] : [];
  });
}

for (const [name, flags] of [["incognito", ["--incognito"]], ["an ordinary profile", []]])
  test(`the profile on disk, ${name}`, async () => {
    const profile = fs.mkdtempSync(path.join(os.tmpdir(), "kiosk-profile-"));
    const context = await chromium.launchPersistentContext(profile, { executablePath: CHROMIUM, args: [...FLAGS, ...flags] });
    const page = context.pages()[0] || await context.newPage();
    await canary(page);
    await touch(page, "Show my result");
    await touch(page, "Finish, and erase all answers");
    assert.equal(await heading(page), HOME);
    await nowhere(page);
    await context.close();
    const question = "did any of these start suddenly";
    for (const file of files(profile)) {
      const content = fs.readFileSync(file);
      for (const text of [CANARY, question])
        for (const encoding of ["utf8", "utf16le"]) assert.equal(content.includes(Buffer.from(text, encoding)), false, `${file}: ${text}`);
    }
    fs.rmSync(profile, { recursive: true });
  });

// Whole journeys in a real Chromium: with and without script, by mouse, by touch, by keyboard alone.
"use strict";
const assert = require("node:assert/strict");
const { test, before, after } = require("node:test");
const { serve, launch, follow, heading, touch, answer, toReview } = require("./kiosk.cjs");

let kiosk, browser;
before(async () => { kiosk = await serve(); browser = await launch(); });
after(async () => { await browser.close(); await kiosk.stop(); });

async function person(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1080, height: 1080 }, ...options });
  const page = await context.newPage();
  page.on("console", (message) => assert.notEqual(message.type(), "error", message.text()));
  page.on("pageerror", (error) => assert.fail(error));
  return page;
}

async function finish(page, how = "click") {
  await touch(page, "Show my result", how);
  assert.match(await page.locator("main").innerText(), /This is not a diagnosis/);
  await touch(page, "Finish, and erase all answers", how);
  assert.match(await page.locator("main").innerText(), /All answers are erased/);
}

for (const [name, options, how] of [
  ["by mouse", {}, "click"],
  ["by mouse, without script", { javaScriptEnabled: false }, "click"],
  ["by touch", { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } }, "tap"],
  ["by touch, without script", { hasTouch: true, javaScriptEnabled: false, viewport: { width: 1080, height: 1080 } }, "tap"],
]) test(`a whole journey ${name}`, async () => {
  const page = await person(options);
  await toReview(page, kiosk.home, how, "my own words");
  assert.match(await page.locator("main").innerText(), /my own words/);
  await finish(page, how);
  await page.context().close();
});

const focused = (page) => page.evaluate(() => {
  const at = document.activeElement;
  return { name: at.name, value: at.value, text: at.innerText || "", type: at.type };
});

async function tabTo(page, wanted) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (wanted(await focused(page))) return;
  }
  assert.fail("the keyboard does not reach it");
}

test("a whole journey by keyboard alone", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  const press = async (text) => { await tabTo(page, (at) => at.text === text); await follow(page, () => page.keyboard.press("Enter")); };
  await press("Start");
  await press("Start");
  for (let pages = 0; pages < 60 && (await heading(page)) !== "Check your answers"; pages++) {
    if (await page.getByRole("button", { name: "Skip this part", exact: true }).count()) { await press("Skip this part"); continue; }
    const kind = await page.locator("input[name=answer]").first().getAttribute("type").catch(() => "text");
    if (kind === "radio") { await tabTo(page, (at) => at.type === "radio"); await page.keyboard.press("ArrowDown"); }
    if (kind === "checkbox") { await tabTo(page, (at) => at.value === "none"); await page.keyboard.press("Space"); }
    await press("Continue");
  }
  await press("Show my result");
  assert.match(await page.locator("main").innerText(), /This is not a diagnosis/);
  await press("Finish, and erase all answers");
  await page.context().close();
});

test("Enter in a field goes on, and never back", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  const first = await heading(page);
  await page.locator('input[value="none"]').focus();
  await page.keyboard.press("Space");
  await follow(page, () => page.keyboard.press("Enter"));
  assert.notEqual(await heading(page), first);
  assert.notEqual(await heading(page), "Questions about strength, movement, speech, swallowing and breathing");
  await page.context().close();
});

test("what stands alone unticks the others", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  await page.locator('input[value="face"]').check();
  await page.locator('input[value="none"]').check();
  assert.equal(await page.locator('input[value="face"]').isChecked(), false);
  await page.locator('input[value="face"]').check();
  assert.equal(await page.locator('input[value="none"]').isChecked(), false);
  await page.context().close();
});

test("an error takes the focus, and its link leads to the field", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  await touch(page, "Continue");
  assert.match(await page.title(), /^Error:/);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("role")), "alert");
  await page.locator(".errors a").click();
  assert.equal(await page.evaluate(() => document.activeElement.id), "answer-1");
  await page.context().close();
});

test("a double click is one reply", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  await page.locator('input[value="none"]').check();
  await page.getByRole("button", { name: "Continue" }).dblclick();
  await page.waitForLoadState();
  await page.waitForTimeout(300);
  assert.equal(await heading(page), "Is any of this so today?");
  assert.equal(await page.locator(".note").count(), 0);
  await page.context().close();
});

test("one tap answers and goes on where the person chose that", async () => {
  const page = await person({ hasTouch: true });
  await page.goto(kiosk.home);
  await touch(page, "Text and contrast", "tap");
  await touch(page, "One tap answers and goes on", "tap");
  await touch(page, "Done", "tap");
  await touch(page, "Start", "tap");
  await touch(page, "Start", "tap");
  for (let both = 0; both < 2; both++) await answer(page, "tap");
  assert.equal(await page.locator("input[name=answer]").count(), 0);
  await touch(page, "40 to 54", "tap");
  assert.notEqual(await heading(page), "How old are you?");
  await page.context().close();
});

test("the browser's own Back leads nowhere wrong", async () => {
  const page = await person();
  await page.goto(kiosk.home);
  await touch(page, "Start");
  await touch(page, "Start");
  await answer(page);
  const here = await heading(page);
  await page.goBack();
  await page.waitForLoadState();
  assert.ok([here, "Have you noticed a change? Or do you ask about your family?"].includes(await heading(page)));
  await page.goto(kiosk.home);
  assert.equal(await heading(page), here);
  await page.context().close();
});

// A browser, the questions and a seed in; one person's random way through the kiosk, with each result that they saw, out.
"use strict";
const { follow, sleep } = require("./kiosk.cjs");

const NOT_SURE = "not-sure", DECLINED = "declined", MOST_PAGES = 250;
const PAUSE = 0.2; // seconds: a page is two requests, and the kiosk takes ten a second from one person
const NOTES = ["It began in my left hand.", "Ma bouche <b>& moi</b>", '7 "weeks"'];
// How often somebody does what: one of so many pages, or of so many people.
const OFTEN = { script: 0.6, back: 0.04, help: 0.01, empty: 0.01, change: 0.35, mistake: 0.6, on: 0.5, part: 0.5,
  none: 0.45, safe: 0.92, unsure: 0.08, silent: 0.05, again: 0.35, note: 0.5 };

// mulberry32: the same seed, the same person, on every machine.
function dice(seed) {
  let state = seed >>> 0;
  const roll = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { chance: (name) => roll() < OFTEN[name], one: (list) => list[Math.floor(roll() * list.length)] };
}

// ---- hands: how a button is pressed, and an option ticked

// By place on the screen, as a hand does; a locator would bring its own script into each new page, which takes longer.
async function point(page, how, selector) {
  const at = await page.evaluate((selector) => {
    const found = document.querySelector(selector);
    if (!found) return null;
    found.scrollIntoView({ block: "center" });
    const { x, y, width, height } = found.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  }, selector);
  if (!at) throw new Error(`there is no ${selector}`);
  await (how === "touch" ? page.touchscreen.tap(at.x, at.y) : page.mouse.click(at.x, at.y));
}

async function write(page, text) {
  await page.keyboard.press("Control+a");
  await (text ? page.keyboard.insertText(text) : page.keyboard.press("Delete"));
}

const pointer = (how) => ({
  press: (page, button) => follow(page, () => point(page, how, button)),
  pick: (page, code) => point(page, how, `label:has(input[value="${code}"])`),
  async write(page, text) { await point(page, how, "textarea"); await write(page, text); },
});

const ticked = (page) => page.evaluate(() => [...document.querySelectorAll("input:checked")].map((input) => input.value));

async function tabTo(page, wanted) {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate((selector) => document.activeElement.matches(selector), wanted)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`the keyboard does not reach ${wanted}`);
}

const keyboard = {
  async press(page, button) { await tabTo(page, button); await follow(page, () => page.keyboard.press("Enter")); },
  async pick(page, code, single) {
    await tabTo(page, single ? 'input[type="radio"]' : `input[value="${code}"]`);
    await page.keyboard.press("Space");
    for (let presses = 0; single && presses < 40 && !(await ticked(page)).includes(code); presses++)
      await page.keyboard.press("ArrowDown");
  },
  async write(page, text) { await tabTo(page, "textarea"); await write(page, text); },
};

const HANDS = { mouse: pointer("mouse"), touch: pointer("touch"), keyboard };

// ---- what is on the page

const CONTINUE = "#reply button.main:not([name])", BACK = "nav button[value=back]";

const look = (page) => page.evaluate(() => {
  const all = (selector) => [...document.querySelectorAll(selector)], values = (selector) => all(selector).map((each) => each.value);
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();
  const unknown = [], title = all("h2").find((each) => each.innerText === "What we do not know");
  for (let each = title?.nextElementSibling; each && each.tagName !== "H2"; each = each.nextElementSibling)
    if (each.tagName === "UL") unknown.push([...each.children].map((item) => squeezed(item.innerText)));
  return {
    unknown, heading: squeezed(document.querySelector("h1").innerText), text: squeezed(document.querySelector("main").innerText),
    options: values("input[name=answer]"), alone: values("input[data-alone]"), ticked: values("input:checked"),
    single: all("input[type=radio]").length > 0, asks: all("input[name=answer], textarea").length > 0,
    rows: values("button[name=answer]"), back: all("nav button[value=back]").length > 0,
  };
});

// ---- one person

class Person {
  constructor(page, book, seed, how) {
    Object.assign(this, { page, book, how, dice: dice(seed), hands: HANDS[how], answers: {}, given: new Set(), results: [] });
    Object.assign(this, { flow: "signs", changing: false, backed: false, last: "", done: false });
  }

  row(code) { return this.hands.press(this.page, `button[name=answer][value="${code}"]`); }

  async back() { this.backed = !this.changing; this.changing = false; await this.hands.press(this.page, BACK); }

  async step() {
    const seen = await look(this.page), has = (code) => seen.rows.includes(code);
    if (seen.asks) await this.question(seen);
    else if (has("begin")) await this.row("begin");
    else if (has("start")) await this.opening();
    else if (has("leave")) await this.result(seen);
    else if (has("result")) await this.review(seen);
    else if (has("part_ask")) await this.part();
    else await this.hands.press(this.page, CONTINUE);
  }

  async opening() {
    this.backed = false;
    for (const name of this.given) delete this.answers[name];
    this.door = this.dice.one(["start", "start", "start", "start", "start_other", "start_told"]);
    const told = { start: { who: ["self"] }, start_other: {}, start_told: { who: ["self"], told: ["als"] } }[this.door];
    this.given = new Set(Object.keys(told));
    Object.assign(this.answers, told);
    await this.row(this.door);
  }

  async question(seen) {
    const question = this.book.byText.get(seen.heading);
    if (!question) throw new Error(`no question says: ${seen.heading}`);
    if (this.backed) delete this.answers[question.id];
    this.backed = false;
    if (seen.back && this.dice.chance("back")) return this.back();
    if (this.dice.chance("help")) return this.help();
    if (seen.rows.includes("skip-part") && this.dice.chance("silent")) return this.skip();
    if (seen.options.length && !seen.ticked.length && this.dice.chance("empty")) return this.hands.press(this.page, CONTINUE);
    const answer = seen.options.length ? await this.tick(seen, question) : await this.note();
    if (this.changing) this.given.delete(question.id);
    this.changing = false;
    this.last = question.id;
    this.answers[question.id] = answer;
    await this.hands.press(this.page, CONTINUE);
  }

  async tick(seen, question) {
    const answer = this.choose(seen, question);
    for (const code of seen.options) {
      const wanted = answer.includes(code);
      if (seen.single && !wanted) continue;
      if ((await ticked(this.page)).includes(code) !== wanted) await this.hands.pick(this.page, code, seen.single);
    }
    return answer;
  }

  choose(seen, question) {
    const { chance, one } = this.dice, none = seen.options.filter((code) => seen.alone.includes(code) && code !== DECLINED);
    const signs = seen.options.filter((code) => ![...none, NOT_SURE, DECLINED].includes(code));
    if (question.section === "safety" && none.length && chance("safe")) return none;
    if (question.id !== "who" && chance("silent")) return [DECLINED];
    if (question.id !== "who" && chance("unsure")) return [NOT_SURE];
    if (seen.single) return [one(signs)];
    if (none.length && chance("none")) return [one(none)];
    const ticks = new Set([one(signs)]);
    while (chance("again")) ticks.add(one(signs));
    if (chance("unsure")) ticks.add(NOT_SURE);
    return seen.options.filter((code) => ticks.has(code));
  }

  async note() {
    const text = this.dice.chance("note") ? this.dice.one(NOTES) : "";
    await this.hands.write(this.page, text);
    return [text || DECLINED];
  }

  async help() {
    await this.hands.press(this.page, "footer button[value=help]");
    await this.hands.press(this.page, "#reply button.main");
  }

  // The rest of the part stays unanswered; before its first answer it is as if nobody had offered it.
  async skip() {
    const rest = this.book.part.filter((name) => !(name in this.answers));
    if (rest.length === this.book.part.length) this.flow = "signs";
    else for (const name of rest) this.answers[name] = [DECLINED];
    this.changing = false;
    await this.row("skip-part");
  }

  async part() {
    if (this.dice.chance("back")) return this.back();
    const wanted = this.dice.chance("part");
    if (wanted) this.flow = "full";
    await this.row(wanted ? "part_ask" : "part_skip");
  }

  async review(seen) {
    const { chance, one } = this.dice;
    if (chance("back")) return this.back();
    const code = chance("change") ? one(seen.rows.filter((row) => row !== "result")) : "result";
    this.changing = !["result", "show-hidden"].includes(code);
    await this.row(code);
  }

  async result(seen) {
    const { chance } = this.dice, has = (code) => seen.rows.includes(code);
    this.results.push({ flow: this.flow, door: this.door, answers: structuredClone(this.answers), given: [...this.given], seen });
    if (has("mistake") && chance("mistake")) {
      delete this.answers[this.last];
      return this.row("mistake");
    }
    if (has("on") && chance("on")) return this.row("on");
    if (!has("mistake") && chance("back")) return this.row("change");
    this.done = true;
    await this.row("leave");
  }
}

// Walk to the end. The seed alone says what happens.
async function walk(browser, home, book, seed) {
  const { chance, one } = dice(~seed), how = one(Object.keys(HANDS)), script = chance("script");
  const small = { viewport: { width: 390, height: 844 } }, large = { viewport: { width: 1080, height: 1080 } };
  const context = await browser.newContext({ javaScriptEnabled: script, hasTouch: how === "touch", ...one([small, large]) });
  const person = new Person(await context.newPage(), book, seed, how);
  try {
    await person.page.goto(home);
    let pages = 0;
    for (; pages < MOST_PAGES && !person.done; pages++) await Promise.all([person.step(), sleep(PAUSE)]);
    if (!person.done) throw new Error("no end");
    const { answers, results } = person;
    return { seed, how, script, pages, answers, results };
  } catch (error) {
    throw new Error(`person ${seed}, by ${how}${script ? "" : ", without script"}: ${error.message}`, { cause: error });
  } finally { await context.close(); }
}

module.exports = { walk };

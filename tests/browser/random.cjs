// JOURNEYS (200) and SEED (1) in; that many random people at the kiosk, each result compared with `alsscreen evaluate`, out.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { test, before, after } = require("node:test");
const { serve, launch } = require("./kiosk.cjs");
const { walk } = require("./walker.cjs");

const JOURNEYS = Number(process.env.JOURNEYS || 200), SEED = Number(process.env.SEED || 1), AT_ONCE = 4;
const ALSSCREEN = ["-m", "alsscreen"], REGION = "GB";
const MIGHT = "With that answered we might say:";

const squeezed = (text) => text.replace(/\s+/g, " ").trim();
const alsscreen = (args, input) =>
  execFileSync(process.env.PYTHON || "python3", [...ALSSCREEN, ...args], { input, encoding: "utf8", maxBuffer: 1e9 });

function questions() {
  const [full, signs] = ["full", "signs"].map((flow) => JSON.parse(alsscreen(["questions", "--json", "--flow", flow])));
  const byText = new Map();
  for (const each of full) for (const text of [each.text, each.other]) if (text) byText.set(squeezed(text), each);
  const short = new Set(signs.map((each) => each.id));
  const named = (item) => [...byText].find(([text]) => item.startsWith(text))?.[1].id ?? item;
  const texts = new Set(full.filter((each) => each.kind === "text").map((each) => each.id));
  return { byText, named, texts, part: full.map((each) => each.id).filter((name) => !short.has(name)) };
}

// Each answer as `evaluate` reads it. It knows for whom the words are from `who` alone; somebody who said so at the opening may
// see an emergency before that is asked.
const early = ({ door, answers }) => door === "start_other" && !("who" in answers);
const told = (each, texts) => Object.fromEntries(Object.entries({ ...(early(each) && { who: ["with-them"] }), ...each.answers })
  .map(([name, answer]) => [name, texts.has(name) ? answer[0] : answer]));

function evaluate(results, texts) {
  for (const flow of new Set(results.map((each) => each.flow))) {
    const those = results.filter((each) => each.flow === flow);
    const lines = those.map((each) => `${JSON.stringify(told(each, texts))}\n`).join("");
    const out = alsscreen(["evaluate", "--json", "--flow", flow, "--region", REGION], lines).trim().split("\n");
    assert.equal(out.length, those.length);
    out.forEach((line, index) => { those[index].expected = JSON.parse(line); });
  }
}

// The words of a piece of guidance on the page: those of the headline are not said twice, and an emergency says little else.
function said(guidance, { level, headline }) {
  if (level === "emergency" && guidance.level !== "emergency") return squeezed(guidance.summary);
  const words = `${guidance.summary} ${guidance.detail}`;
  return squeezed(level !== "emergency" && words.startsWith(headline) ? words.slice(headline.length) : words);
}

// What stands under "What we do not know": what is open, and what did not count.
function lists({ open, ignored, level }, given) {
  const apart = level === "emergency" ? [] : ignored.filter((name) => !given.includes(name));
  return [open, apart].filter((names) => names.length);
}

// Everything that the page says otherwise than `evaluate` on the same answers.
function differences({ expected, given, seen }, everything, book) {
  const wrong = [], calm = expected.level !== "emergency", own = new Set(expected.guidance.map((each) => each.id));
  const need = (fits, what) => { if (!fits) wrong.push(what); };
  const shown = (words) => seen.text.includes(squeezed(words));
  for (const name of ["headline", "action", "then"]) need(shown(expected[name]), `no ${name}: ${expected[name]}`);
  if (calm) need(seen.heading === squeezed(expected.headline), `the headline is: ${seen.heading}`);
  for (const { then, level } of everything) need(then === expected.then || !shown(then), `the closing of ${level}`);
  for (const one of expected.guidance) need(shown(said(one, expected)), `no guidance ${one.id}`);
  for (const other of everything.flatMap((result) => result.guidance))
    need(own.has(other.id) || !shown(said(other, expected)), `guidance ${other.id}`);
  need(shown(MIGHT) === (calm && expected.may_rise_to !== null), `may rise to ${expected.may_rise_to}`);
  const named = seen.unknown.map((list) => list.map(book.named));
  need(JSON.stringify(named) === JSON.stringify(lists(expected, given)), `what we do not know: ${JSON.stringify(named)}`);
  return [...new Set(wrong)];
}

const tally = (values) => values.reduce((counts, each) => ({ ...counts, [each]: (counts[each] || 0) + 1 }), {});

let kiosk, browser;
before(async () => { kiosk = await serve(); browser = await launch(); });
after(async () => { await browser.close(); await kiosk.stop(); });

test(`${JOURNEYS} random people see what evaluate says of the same answers`, async (t) => {
  const book = questions(), people = [];
  const seeds = Array.from({ length: JOURNEYS }, (_, index) => SEED * 100000 + index);
  const worker = async () => { while (seeds.length) people.push(await walk(browser, kiosk.home, book, seeds.shift())); };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  assert.equal(people.length, JOURNEYS);
  const results = people.flatMap((person) => person.results.map((result) => ({ ...result, person })));
  evaluate(results, book.texts);
  const counts = {
    level: (each) => each.expected.level, flow: (each) => each.flow, by: (each) => each.person.how, script: (each) => each.person.script,
  };
  t.diagnostic(`pages: ${people.reduce((sum, each) => sum + each.pages, 0)}; results: ${results.length}`);
  for (const [what, of] of Object.entries(counts)) t.diagnostic(`${what}: ${JSON.stringify(tally(results.map(of)))}`);
  const everything = results.map((each) => each.expected);
  const found = results.map((each) => [each, differences(each, everything, book)]).filter(([, wrong]) => wrong.length);
  assert.deepEqual(found.map(([each, wrong]) => `${each.person.seed} ${JSON.stringify(each.answers)}: ${wrong.join("; ")}`), []);
});

// Flows, paths and responses in (work.json); what LHC-Forms showed and exported, step by step, out (lhc.json).
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { availableParallelism, tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { chromium } from "playwright-core";

const [, , folder, browserPath] = process.argv;
const lforms = join(folder, "package", "dist", "lforms");
const work = JSON.parse(readFileSync(join(folder, "work.json"), "utf8"));
const KINDS = { ".js": "text/javascript", ".css": "text/css", ".html": "text/html" };
const PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>form</title>
<link rel="stylesheet" href="/webcomponent/styles.css"></head><body><div id="form"></div>
<script src="/webcomponent/assets/lib/zone.min.js"></script><script src="/webcomponent/lhc-forms.js"></script>
<script src="/fhir/R4/lformsFHIR.min.js"></script></body></html>`;

const server = createServer((request, answer) => {
  const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
  try {
    const body = path === "/" ? PAGE : readFileSync(join(lforms, path));
    answer.writeHead(200, { "Content-Type": KINDS[extname(path) || ".html"] ?? "application/octet-stream" }).end(body);
  } catch {
    answer.writeHead(404).end();
  }
});
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const home = `http://127.0.0.1:${server.address().port}/`;

const profile = mkdtempSync(join(tmpdir(), "alsscreen-lhc-"));
const context = await chromium.launchPersistentContext(profile, {
  executablePath: browserPath,
  headless: true,
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync"],
});
const outside = [];
context.on("request", (request) => {
  if (!request.url().startsWith(home) && !/^(data|blob):/.test(request.url())) outside.push(request.url());
});
const errors = [];

async function opened() {
  const page = await context.newPage();
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.goto(home);
  await page.waitForFunction(() => window.LForms?.FHIR?.R4);
  await page.evaluate(prepare);
  return page;
}

// ---- inside the page

function prepare() {
  const pause = () => new Promise((done) => setTimeout(done, 0));
  window.tell = (questions) => ({
    visible: questions.filter((name) => document.querySelector(`[id^="${name}/"]`)),
    response: LForms.Util.getFormFHIRData("QuestionnaireResponse", "R4"),
  });
  window.show = async (questionnaire, response) => {
    document.getElementById("form").replaceChildren();
    let shown = LForms.Util.convertFHIRQuestionnaireToLForms(questionnaire, "R4");
    if (response) shown = LForms.Util.mergeFHIRDataIntoLForms(response, shown, "R4");
    await LForms.Util.addFormToPage(shown, "form", { fhirVersion: "R4" });
  };
  // Click as a person would: untick what is not meant, then tick what is; the label says which box is which.
  window.answer = async (name, labels) => {
    const boxes = () => [...document.querySelectorAll(`[id^="${name}/"] input[type=radio], [id^="${name}/"] input[type=checkbox]`)];
    const label = (box) => box.closest("label")?.textContent.trim() ?? "";
    const on = (box) => box.checked || box.closest(".ant-radio-checked, .ant-checkbox-checked") !== null;
    if (!boxes().length) {
      const text = document.querySelector(`textarea[id^="${name}/"], [id^="${name}/"] textarea, [id^="${name}/"] input`);
      if (!text) return `no field for ${name}`;
      text.value = labels[0];
      text.dispatchEvent(new Event("input", { bubbles: true }));
      text.dispatchEvent(new Event("change", { bubbles: true }));
      await pause();
      return null;
    }
    for (const wanted of [false, true]) {
      for (const index of boxes().keys()) {
        const box = boxes()[index];
        const meant = labels.includes(label(box));
        if (meant === wanted && on(box) !== meant && !(box.type === "radio" && !meant)) {
          box.click();
          await pause();
        }
      }
    }
    const ticked = boxes().filter(on).map(label).sort();
    return JSON.stringify(ticked) === JSON.stringify([...labels].sort()) ? null : `${name}: ${ticked} and not ${labels}`;
  };
}

// ---- one page for each core; each takes what is next

const pages = await Promise.all(Array.from({ length: availableParallelism() }, opened));

async function inTurn(list, work) {
  const results = [];
  let next = 0;
  await Promise.all(pages.map(async (page) => {
    while (next < list.length) {
      const index = next++;
      results[index] = await work(page, list[index]);
    }
  }));
  return results;
}

async function walk(page, path) {
  await page.evaluate((form) => window.show(form), work.forms[path.flow]);
  const steps = [];
  for (const { question, labels } of path.steps) {
    const wrong = await page.evaluate(([name, texts]) => window.answer(name, texts), [question, labels]);
    await page.waitForTimeout(0);
    steps.push({ wrong, ...(await page.evaluate((names) => window.tell(names), path.questions)) });
  }
  return { steps };
}

async function load(page, { flow, response, questions }) {
  await page.evaluate(([form, given]) => window.show(form, given), [work.forms[flow], response]);
  return page.evaluate((names) => window.tell(names), questions);
}

const walked = await inTurn(work.paths, walk);
const loaded = await inTurn(work.responses, load);
const responses = work.faults.filter(({ resource }) => resource.resourceType === "QuestionnaireResponse");
const faulty = await inTurn(responses, (page, { resource }) =>
  load(page, { flow: "full", response: resource, questions: [] }).catch((error) => ({ error: String(error) })));
await context.close();
server.close();
rmSync(profile, { recursive: true, force: true });
writeFileSync(join(folder, "lhc.json"), JSON.stringify({ walked, loaded, faulty, outside, errors }));

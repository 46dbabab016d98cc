// The printable rule book: axe-core and no sideways scrolling, on a wide screen, on a narrow one, and printed.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const { join } = require("node:path");
const { pathToFileURL } = require("node:url");
const { test, before, after } = require("node:test");
const { axe, launch } = require("./kiosk.cjs");

let browser, folder, file;
before(async () => {
  folder = mkdtempSync(join(tmpdir(), "rule-book-"));
  file = join(folder, "book.html");
  execFileSync(process.env.PYTHON, ["-m", "alsscreen", "review", "book", "--html", file]);
  browser = await launch();
});
after(async () => { await browser.close(); rmSync(folder, { recursive: true }); });

for (const width of [1280, 320]) {
  test(`at ${width} px axe-core finds nothing, and nothing is wider than the page`, async () => {
    const page = await (await browser.newContext({ viewport: { width, height: 800 } })).newPage();
    await page.goto(pathToFileURL(file).href);
    await page.evaluate(axe);
    const found = await page.evaluate(() => axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }));
    const said = found.violations.map((each) => `${each.id}: ${each.nodes.slice(0, 3).map((node) => node.html.slice(0, 90)).join(" | ")}`);
    assert.deepEqual(said, []);
    assert.ok(found.passes.length > 10);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await page.context().close();
  });
}

test("it prints on paper as many pages as a clinician can hold", async () => {
  const page = await browser.newPage();
  await page.goto(pathToFileURL(file).href);
  const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
  const pages = pdf.match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages > 20 && pages < 200, `${pages} pages`);
  await page.close();
});

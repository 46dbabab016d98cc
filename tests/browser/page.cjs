// The longest and the shortest pages for the clinician in; axe-core, one sheet of A4 and of Letter, and the words of --text, out.
"use strict";
const assert = require("node:assert/strict");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { test, before, after } = require("node:test");
const { axe, launch } = require("./kiosk.cjs");

const PEOPLE = JSON.parse(execFileSync(process.env.PYTHON || "python3", [path.join(__dirname, "pages.py")], { maxBuffer: 1e8 }));
const SHEETS = ["A4", "Letter"];
const EXTREMES = ["all since weeks, not sure", "stroke", "nothing"];
const words = (text) => new Set(text.toLowerCase().match(/[a-z0-9]+/g));

let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser.close(); });

async function opened(html, options) {
  const context = await browser.newContext(options), page = await context.newPage(), fetched = [];
  page.on("request", (request) => fetched.push(request.url()));
  await page.setContent(html);
  return { context, page, fetched };
}

for (const [name, { html, text }] of Object.entries(PEOPLE)) test(`the page of ${name}`, async () => {
  const { context, page, fetched } = await opened(html, { viewport: { width: 900, height: 1200 } });
  for (const format of SHEETS) {
    const pdf = await page.pdf({ format, preferCSSPageSize: false });
    const sheets = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length;
    assert.equal(sheets, 1, `${sheets} sheets of ${format}`);
    if (process.env.SHOTS) fs.writeFileSync(path.join(process.env.SHOTS, `page ${name} ${format}.pdf`), pdf);
  }
  const seen = words(await page.evaluate(() => document.body.innerText));
  assert.deepEqual([...words(text)].filter((word) => !seen.has(word)), []);
  assert.deepEqual(fetched, []);
  assert.equal(await page.locator("script").count(), 0);
  await context.close();
});

for (const options of [{ colorScheme: "light" }, { colorScheme: "dark" }, { forcedColors: "active" }, { viewport: { width: 320, height: 640 } }])
  test(`axe-core: ${JSON.stringify(options)}`, async () => {
    for (const name of EXTREMES) {
      const { context, page } = await opened(PEOPLE[name].html.replace(/<meta http-equiv[^>]*>/, ""), options);
      await page.evaluate(axe);
      const found = await page.evaluate(() => axe.run(document, {
        runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "wcag2aaa"],
        rules: { "color-contrast-enhanced": { enabled: true } },
      }));
      assert.deepEqual(found.violations.map((each) => `${name}: ${each.id} ${each.nodes[0].html.slice(0, 90)}`), []);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${name}: ${wide} px too wide`);
      await context.close();
    }
  });

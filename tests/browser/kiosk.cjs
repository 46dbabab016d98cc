// A kiosk on loopback and a real Chromium in; the few things that every test does with them, out.
"use strict";
const { spawn } = require("node:child_process");
const { createRequire } = require("node:module");
const fs = require("node:fs");
const net = require("node:net");
const os = require("node:os");
const path = require("node:path");

const modules = createRequire(path.join(process.env.BROWSER_MODULES || __dirname, "package.json"));
const { chromium } = modules("playwright-core");
const axe = fs.readFileSync(modules.resolve("axe-core/axe.min.js"), "utf8");
const CHROMIUM = process.env.CHROMIUM || "/usr/bin/chromium";
const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync"];

const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function serve(...options) {
  const port = await new Promise((done) => {
    const free = net.createServer().listen(0, "127.0.0.1", () => { const { port } = free.address(); free.close(() => done(port)); });
  });
  const program = process.env.PYTHON || "python3";
  const intakes = fs.mkdtempSync(path.join(os.tmpdir(), "kiosk-intakes-"));
  const server = spawn(program, [path.join(__dirname, "server.py"), "--listen", `127.0.0.1:${port}`, "--intakes", intakes, ...options],
    { stdio: ["ignore", "inherit", "inherit"] });
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; tries < 600; tries++) {
    try { await fetch(`${origin}/at/kiosk/`); break; } catch { await sleep(0.1); }
  }
  const stop = async () => {
    await new Promise((done) => { server.on("exit", done); server.kill(); });
    fs.rmSync(intakes, { recursive: true });
  };
  return { origin, home: `${origin}/at/kiosk/`, port, stop };
}

const launch = (more = {}) => chromium.launch({ executablePath: CHROMIUM, args: FLAGS, ...more });

const heading = (page) => page.locator("h1").innerText();
// Do something that leads to another page, and wait until that page is there.
const follow = (page, act) => Promise.all([page.waitForNavigation({ waitUntil: "load" }), act()]);
const touch = (page, name, how = "click") => follow(page, () => page.getByRole("button", { name, exact: true }).first()[how]());

// One question's answer: "none" where there is one, else the option before "not sure".
async function answer(page, how = "click") {
  const none = page.locator('input[value="none"]');
  const options = page.locator("input[name=answer]");
  if (await options.count()) {
    const other = options.nth((await options.count()) - 3);
    const value = (await none.count()) ? "none" : await other.getAttribute("value");
    await page.locator(`label:has(input[value="${value}"])`)[how]();
  }
  await touch(page, "Continue", how);
}

// From the first page to the page of all answers.
async function toReview(page, home, how = "click", note = "") {
  await page.goto(home);
  await touch(page, "Start", how);
  await touch(page, "Start", how);
  for (let pages = 0; pages < 60; pages++) {
    if ((await heading(page)) === "Check your answers") return;
    const skip = page.getByRole("button", { name: "Skip this part", exact: true });
    const text = page.locator("textarea");
    if ((await text.count()) && note) await text.fill(note);
    if (await skip.count()) await touch(page, "Skip this part", how);
    else await answer(page, how);
  }
  throw new Error("no page of all answers");
}

module.exports = { follow, FLAGS, CHROMIUM, chromium, axe, sleep, serve, launch, heading, touch, answer, toReview };

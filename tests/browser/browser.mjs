// What the tests of both pages share.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import chromium from "@sparticuz/chromium";
import puppeteer from "puppeteer-core";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Opens a browser with an empty page, and collects the URLs it loads and the problems it reports. */
export async function openPage() {
  const browser = await puppeteer.launch({
    executablePath: await chromium.executablePath(),
    args: chromium.args,
    headless: "shell",
  });
  const page = await browser.newPage();
  await page.setViewport({ width: 1280, height: 900 });
  const loaded = [];
  const problems = [];
  page.on("request", request => loaded.push(request.url()));
  page.on("pageerror", error => problems.push(String(error)));
  page.on("console", message => problems.push(message.text()));
  return { browser, page, loaded, problems };
}

/** Checks contrast, names and roles; the page is as in the scheme that is set. */
export async function checkAccessibility(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() => axe.run());
  const reports = violations.map(it => `${it.id}: ${it.help}\n  ${it.nodes[0].html}\n  ${it.nodes[0].failureSummary}`);
  assert.deepEqual(reports, []);
}

/** Checks that a narrow window does not scroll sideways. */
export async function checkNarrow(page) {
  await page.setViewport({ width: 400, height: 800 });
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), "it scrolls sideways");
  await page.setViewport({ width: 1280, height: 900 });
}

// Clicks through a page of `cargo xtask diff --format html` as a reviewer does, in light and dark, and
// takes a screenshot of each. Usage: node report.mjs PAGE FOLDER
import assert from "node:assert/strict";

import { checkAccessibility, checkNarrow, openPage } from "./browser.mjs";

const [page_path, folder] = process.argv.slice(2);

const { browser, page, loaded, problems } = await openPage();

const count = selector => page.$$eval(selector, found => found.length);
const shown = () => count("details:not([hidden])");
const said = () => page.$eval("#count", output => output.value);

for (const scheme of ["light", "dark"]) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(`file://${page_path}`);
  const all = await count("details");
  assert.ok(all > 10, `${all} changes`);
  assert.equal(await shown(), all);
  await page.screenshot({ path: `${folder}/${scheme}.png` });

  // The keyboard alone: search, then the first change.
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "search");
  const word = await page.$eval("details code", code => code.textContent.slice(0, 8).toLowerCase());
  await page.keyboard.type(word);
  const found = await shown();
  assert.ok(found > 0 && found < all, `${found} of ${all} contain ${word}`);
  assert.equal(await said(), `${found} of ${all} changes`);
  await page.focus("details:not([hidden]) summary");
  await page.keyboard.press("Enter");
  assert.equal(await count("details[open]"), 1);
  await page.screenshot({ path: `${folder}/${scheme}-search.png` });
  await page.$eval("#search", search => { search.value = ""; });

  // The mouse: filters of both impacts, and everything at once.
  for (const name of ["crate", "wire"]) {
    const box = await page.$(`input[name=${name}]`);
    const value = await box.evaluate(box => box.value);
    const with_it = await count(`details[data-${name}="${value}"]`);
    await box.click();
    assert.equal(await shown(), all - with_it, `without ${name} ${value}`);
    await box.click();
    assert.equal(await shown(), all);
  }
  await page.click("#fold");
  assert.equal(await count("details[open]"), all);
  await page.screenshot({ path: `${folder}/${scheme}-unfolded.png` });

  await checkAccessibility(page);

  await page.click("#fold");
  assert.equal(await count("details[open]"), 0);

  // A narrow window shows both sides below each other.
  await checkNarrow(page);
}
assert.deepEqual([...new Set(loaded)], [`file://${page_path}`]);
assert.deepEqual(problems, []);
await browser.close();
console.log(`${page_path} works; screenshots are in ${folder}`);

// Clicks through the page of the simulator as somebody does who tries a program, in light and dark, and takes
// screenshots. Usage: node simulator.mjs BASE_URL FOLDER
import assert from "node:assert/strict";

import { checkAccessibility, checkNarrow, openPage } from "./browser.mjs";

const [base_url, folder] = process.argv.slice(2);
const root = base_url.replace(/\/v2$/, "");
const { api_key } = await (await fetch(`${root}/_sim/settings`)).json();

const { browser, page, loaded, problems } = await openPage();

/** Asks for an operation, as a program does. */
async function call(path, body) {
  const headers = { authorization: `Bearer ${api_key}`, "content-type": "application/json" };
  const reply = await fetch(`${base_url}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return reply.json();
}

/** Waits until a section contains a text: the page is live. */
const see = (id, text) =>
  page.waitForFunction((id, text) => document.getElementById(id).textContent.includes(text), { timeout: 5000 }, id, text);

/** Clicks the button of a call. */
async function press(index, text) {
  const buttons = await page.$$(`#calls > li:nth-child(${index}) button:not([hidden])`);
  for (const button of buttons) {
    if (await button.evaluate(it => it.textContent) === text) return button.click();
  }
  assert.fail(`no button ${text}`);
}

for (const scheme of ["light", "dark"]) {
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(`${root}/_sim/`);
  await page.click("#reset");
  await see("calls-count", "none");

  // Two telephones call; the program answers, and creates a conference.
  await page.click("#place button");
  await see("calls", "ringing");
  await page.click("#place button");
  await see("calls-count", "2");
  const ids = await page.$$eval("#calls li code", found => found.map(it => it.textContent));
  for (const id of ids) await call(`calls/${id}/actions/answer`, {});
  const { data } = await call("conferences", { call_control_id: ids[0], name: "Stand-up" });
  await call(`conferences/${data.id}/actions/join`, { call_control_id: ids[1], mute: true });
  await see("conferences", "2 of 250");
  await see("conferences", "muted");
  await see("deliveries", "conference.participant.joined");

  // What is typed stays, though the page is live.
  await page.click("#calls > li:nth-child(1) input");
  await page.keyboard.type("42");
  await page.click('[data-advance="10000"]');
  await see("calls", "10 s");
  await press(1, "Press");
  await see("deliveries", "call.dtmf.received");
  await press(1, "Talk");
  await see("deliveries", "conference.floor.changed");

  // A program dials, and the telephone answers.
  const connection_id = await page.$eval("#place select", it => it.value);
  await call("calls", { connection_id, from: "+12025550100", to: "+12025550101" });
  await see("calls-count", "3");
  await press(1, "Answer");
  await see("deliveries-count", "11");

  // A refusal says why.
  await call("conferences", { call_control_id: ids[1], name: "Stand-up" });
  await see("refusals", "90033");
  await see("refusals", "is active and has the name Stand-up");

  // Faults.
  await page.select("#webhook-fault select", "drop");
  await page.click("#webhook-fault button");
  await see("faults", "drop");
  await page.click("#reply-fault button");
  await see("faults", "503");
  await page.click("#clear-faults");
  await see("faults-count", "none");
  await page.select("#webhook-fault select", "drop");
  await page.click("#webhook-fault button");
  await press(1, "Hang up");
  await see("deliveries", "dropped");

  // An event in full.
  await page.click("#deliveries > li:nth-child(2) summary");
  assert.equal(await page.$$eval("#deliveries details[open] pre", found => found.length), 1);
  await page.screenshot({ path: `${folder}/simulator-${scheme}.png`, fullPage: true });

  await checkAccessibility(page);

  // A conference lasts four hours.
  for (let hour = 0; hour < 4; hour += 1) await page.click('[data-advance="3600000"]');
  await see("conferences", "completed");
  await checkNarrow(page);
}
assert.deepEqual([...new Set(loaded.map(it => new URL(it).origin))], [root]);
assert.deepEqual(problems, []);
await browser.close();
console.log(`${root}/_sim/ works; screenshots are in ${folder}`);

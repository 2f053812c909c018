// What a person does with verbatim, done in a real browser.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node search.mjs http://127.0.0.1:8080
//
// The server's library must hold the sample and nothing else.

import assert from "node:assert/strict";
import { test } from "node:test";
import { focused, searchBox, tabTo, visit } from "./browser.mjs";

const phrase = "forced labor";

test("a phrase is found and marked", visit({}, async (page) => {
  await page.goto("/");
  await ask(page, `"${phrase}"`);
  await seesThePhraseMarked(page);
}));

test("a phrase is found and marked without JavaScript", visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto("/");
  await ask(page, `"${phrase}"`);
  await seesThePhraseMarked(page);
}));

test("the keyboard alone is enough", visit({}, async (page) => {
  await page.goto("/");
  await page.keyboard.press("Tab");
  assert.match(await focused(page).innerText(), /skip/i, "the first Tab stop is a skip link");
  await tabTo(page, searchBox(page));
  await page.keyboard.type(`"${phrase}"`);
  await page.keyboard.press("Enter");
  await seesThePhraseMarked(page);
}));

test("what was asked is shown back as text", visit({}, async (page) => {
  const hostile = `<script>alert(1)</script> & "é"`;
  await page.goto("/");
  await ask(page, hostile);
  assert.equal(await searchBox(page).inputValue(), hostile);
  const scripts = await page.evaluate(() => Array.from(document.scripts, (script) => script.text));
  assert.ok(!scripts.some((text) => text.includes("alert(1)")), "the query became a script");
}));

async function ask(page, query) {
  await searchBox(page).fill(query);
  await searchBox(page).press("Enter");
  await page.waitForURL("**/search?*");
}

// The sample has the phrase in three of its passages.
async function seesThePhraseMarked(page) {
  await page.waitForURL("**/search?*");
  const results = page.getByRole("main").getByRole("article");
  await results.nth(2).waitFor();
  assert.equal(await results.count(), 3, "results");
  for (const result of await results.all()) {
    const marks = (await result.locator("mark").allTextContents()).map(plain);
    const occurrences = plain(await result.textContent()).split(phrase).length - 1;
    assert.ok(occurrences > 0, "a result without the phrase");
    assert.deepEqual(marks, Array(occurrences).fill(phrase), "each occurrence is marked, and nothing else");
  }
}

function plain(text) {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
}

test("a search is saved in the browser, and removed from it", visit({}, async (page) => {
  await page.goto("/search?q=%22forced+labor%22&country=North+Korea");
  await page.getByRole("link", { name: "Save it in this browser" }).click();
  await page.getByRole("textbox", { name: "Save this search as" }).fill("Watch <labor>");
  await page.keyboard.press("Enter");
  const row = page.locator("#saved-list li");
  await row.getByText("nothing new").waitFor();
  await page.goto("/saved");
  assert.equal(await row.getByRole("link", { name: "Feed" }).getAttribute("href"), "/search.atom?country=North+Korea&q=%22forced+labor%22");
  await row.getByRole("link", { name: "Watch <labor>" }).click();
  await page.waitForURL("**/search?*North+Korea*");
  await page.goBack();
  await row.getByRole("button", { name: "Remove Watch <labor>" }).click();
  await page.getByText("Nothing is saved yet").waitFor();
}));

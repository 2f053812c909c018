// What a person does with verbatim, done in a real browser.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node search.mjs http://127.0.0.1:8080
//
// The server's library must hold the sample and nothing else.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import axe from "axe-core";
import { chromium } from "playwright-core";

const origin = new URL(process.argv[2]).origin;
const phrase = "forced labor";
const pages = [
  "/",
  "/language",
  `/search?q=${encodeURIComponent(`"${phrase}"`)}`,
  "/search?q=forced+labor&explain=1",
  "/narratives/trafficking-in-persons-2023-north-korea?q=forced+labor",
];
const patience = 10_000; // milliseconds that a page has for anything

let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.VERBATIM_BROWSER,
    chromiumSandbox: process.getuid?.() !== 0, // Chromium refuses its sandbox to root
    args: [
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
});

after(() => browser?.close());

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

for (const [situation, viewport] of [
  ["a phone", { width: 360, height: 740 }],
  ["a window of 1280 pixels at 200 % zoom", { width: 640, height: 400 }],
]) {
  test(`${situation} needs no sideways scrolling`, visit({ viewport }, async (page) => {
    for (const path of pages) {
      await page.goto(path);
      const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
      assert.ok(needed <= given, `${path} is ${needed} pixels wide in a window of ${given}`);
    }
  }));
}

for (const colorScheme of ["light", "dark"]) {
  test(`axe-core finds no violation in ${colorScheme} colors`, visit({ colorScheme }, async (page) => {
    for (const path of pages) {
      await page.goto(path);
      await page.evaluate(axe.source);
      const { violations } = await page.evaluate(() => globalThis.axe.run());
      assert.ok(violations.length === 0, `on ${path}\n${violations.map(inWords).join("\n")}`);
    }
  }));
}

// visit makes a test of what a person does on a page of their own. Whatever
// they do, the page must not complain, open a dialog, or talk to anyone else.
function visit(options, does) {
  return async () => {
    const context = await browser.newContext({ baseURL: origin, ...options });
    context.setDefaultTimeout(patience);
    const page = await context.newPage();
    const surprises = surprisesOf(page);
    try {
      await does(page);
    } finally {
      await context.close();
    }
    assert.deepEqual(surprises, []);
  };
}

function surprisesOf(page) {
  const surprises = [];
  page.on("pageerror", (error) => surprises.push(`script error: ${error.message}`));
  page.on("dialog", (dialog) => {
    surprises.push(`dialog: ${dialog.message()}`);
    dialog.dismiss();
  });
  page.on("console", (message) => {
    // A query that cannot be read is answered with 400, which the browser logs
    // as an error of its own; a missing part of a page is caught below.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource")) {
      surprises.push(`console: ${message.text()}`);
    }
  });
  page.on("response", (response) => {
    if (response.status() >= 400 && response.request().resourceType() !== "document") {
      surprises.push(`status ${response.status()}: ${response.url()}`);
    }
  });
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol !== "data:" && url.origin !== origin) surprises.push(`request elsewhere: ${url}`);
  });
  return surprises;
}

function searchBox(page) {
  return page.getByRole("searchbox", { name: /search/i });
}

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

function focused(page) {
  return page.locator(":focus");
}

async function tabTo(page, target) {
  for (let stops = 0; stops < 20; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("20 Tabs did not lead there");
}

function inWords(violation) {
  const places = violation.nodes.map((node) => `\n    ${node.html}\n    ${node.failureSummary}`);
  return `${violation.id}: ${violation.help}${places.join("")}`;
}

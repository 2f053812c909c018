// What the browser tests share: a browser, and pages that must not misbehave.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import axe from "axe-core";
import { chromium } from "playwright-core";

export const origin = new URL(process.argv[2]).origin;
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

// visit makes a test of what a person does on a page of their own. Whatever
// they do, the page must not complain, open a dialog, or talk to anyone else.
export function visit(options, does) {
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

export function searchBox(page) {
  return page.getByRole("searchbox", { name: /search/i });
}

export function focused(page) {
  return page.locator(":focus");
}

export async function tabTo(page, target) {
  for (let stops = 0; stops < 150; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("150 Tabs did not lead there");
}

// passesAxe fails with what axe-core finds wrong on the page: by all of its rules and those
// of WCAG 2.2 AA, or by some rules alone.
export async function passesAxe(page, rules) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe.source);
  const { violations } = await page.evaluate(
    (some) => globalThis.axe.run(some ? { runOnly: some } : { rules: { "target-size": { enabled: true } } }), rules);
  assert.ok(violations.length === 0, `on ${page.url()}\n${violations.map(inWords).join("\n")}`);
}

function inWords(violation) {
  const places = violation.nodes.map((node) => `\n    ${node.html}\n    ${node.failureSummary}`);
  return `${violation.id}: ${violation.help}${places.join("")}`;
}

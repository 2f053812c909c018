// Each page, wide and narrow, in light and dark: axe-core finds nothing wrong,
// nothing needs sideways scrolling, and a picture is kept to be looked at.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node looks.mjs http://127.0.0.1:8080 FOLDER PASSAGE
//
// The server's library must hold library.jsonl; PASSAGE is the identifier of
// one whose text has been replaced since.

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { passesAxe, visit } from "./browser.mjs";

const [folder, replaced] = process.argv.slice(3);
const narrative = "trafficking-in-persons-2021-norland";

const pages = {
  home: "/",
  search: "/search?q=%22forced+labor%22&year=2018..2021&country=Norland",
  grouped: "/search?q=victims&group=narrative&sort=newest",
  reasons: "/search?q=forced+labor&explain=1&mode=any",
  scripts: "/search?q=%22forced+labor%22+OR+%C3%A9l%C3%A8ves&country=Jordan&country=C%C3%B4te+d%E2%80%99Ivoire",
  nothing: "/search?q=fishing+wages+zebra&country=Norland&year=2020",
  mistake: "/search?q=forced+NEAR%2F+labor&country=Norland",
  read: `/n/${narrative}?q=%22forced+labor%22#m-3`,
  top: `/n/${narrative}?q=%22forced+labor%22`,
  arabic: "/search?q=country%3AJordan",
  narratives: "/narratives",
  language: "/language",
  follow: "/follow?country=Norland&report=Trafficking+in+Persons+Report",
  edited: "/follow?country=Norland&report=Trafficking+in+Persons+Report&show=edited&repeated=2",
  check: "/check",
  counts: "/counts?q=%22forced+labor%22&q=victims&country=Norland&country=Jordan",
  trends: "/trends?q=%22forced+labor%22&q=victims&unit=share",
  concordance: "/concordance?q=%22forced+labor%22&sort=right",
  collocates: "/collocates?q=victims&within=sentence",
  count: "/counts",
  programs: "/programs",
  saved: "/saved?q=%22forced+labor%22&country=Norland",
  lost: "/n/trafficking-in-persons-2021-norlund",
  changed: `/p/${replaced}`,
};

// Quotations of several verdicts.
const article = `The report says “did not report” in one place, and “The government of Norland did report it” in another;
“end the practice of … passports” is left short, and “unicorns galloped over the border” is made up.`;

const situations = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

for (const [width, options] of Object.entries(situations)) {
  for (const colorScheme of ["light", "dark"]) {
    test(`all pages, ${width} and ${colorScheme}`, visit({ ...options, colorScheme }, async (page) => {
      for (const [name, path] of Object.entries(pages)) await looksRight(page, path, `${name}-${width}-${colorScheme}`);
      await page.goto(pages.search);
      await looksRight(page, await page.getByRole("link", { name: "Cite" }).first().getAttribute("href"), `passage-${width}-${colorScheme}`);
      await page.goto(pages.check);
      await page.getByLabel("Quotation or article").fill(article);
      await page.getByRole("button", { name: "Check", exact: true }).click();
      await page.getByRole("heading", { level: 2, name: /quotations/ }).waitFor();
      await passesAxe(page);
      await needsNoScrolling(page);
      await page.screenshot({ path: join(folder, `checked-${width}-${colorScheme}.png`), fullPage: true });
      await page.goto(pages.search);
      await page.keyboard.press("?");
      await page.getByRole("dialog").waitFor();
      await passesAxe(page);
      await page.screenshot({ path: join(folder, `help-${width}-${colorScheme}.png`) });
    }));
  }
}

test("a window of 1280 pixels at 200 % zoom needs no sideways scrolling", visit({ viewport: { width: 640, height: 400 } }, async (page) => {
  for (const path of Object.values(pages)) {
    await page.goto(path);
    await needsNoScrolling(page);
  }
}));

test("with scripts off, all that is shown is of use", visit({ javaScriptEnabled: false }, async (page) => {
  for (const path of Object.values(pages)) {
    await page.goto(path);
    for (const button of await page.getByRole("button").all()) {
      const works = await button.evaluate((b) => b.type === "submit" || b.popoverTargetElement !== null);
      assert.ok(works, `on ${path}: ${await button.textContent()}`);
    }
  }
}));

test("marks are seen where colors are forced", visit({ forcedColors: "active", viewport: { width: 1280, height: 900 } }, async (page) => {
  await page.goto(pages.search);
  const decoration = await page.locator("mark").first().evaluate((mark) => getComputedStyle(mark).textDecorationLine);
  assert.equal(decoration, "underline");
  await page.screenshot({ path: join(folder, "search-forced-colors.png") });
}));

test("marks are told to those who do not see them", visit({}, async (page) => {
  await page.goto(pages.search);
  const told = await page.getByRole("article").first().getByRole("mark").first().evaluate((mark) => getComputedStyle(mark, "::before").content);
  assert.match(told, /match/);
}));

async function looksRight(page, path, name) {
  await page.goto(path);
  await passesAxe(page);
  await needsNoScrolling(page);
  // Where something sticks to the edge of the window, or a place is led to, the
  // window is what a reader sees.
  const wholePage = !path.includes("#") && !(await page.locator(".apply").isVisible());
  await page.screenshot({ path: join(folder, `${name}.png`), fullPage: wholePage });
}

async function needsNoScrolling(page) {
  const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(needed <= given, `${page.url()} is ${needed} pixels wide in a window of ${given}`);
}

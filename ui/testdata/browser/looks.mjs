// Each page, wide and narrow, in light, dark and forced colors: axe-core finds nothing
// wrong by all of WCAG 2.2 AA, nothing needs sideways scrolling, and the HTML is valid.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node looks.mjs http://127.0.0.1:8080 FOLDER PASSAGE pictures
//
// The server's library must hold library.jsonl; PASSAGE is the identifier of
// one whose text has been replaced since. With "pictures", a picture of each page is put
// in FOLDER, to be looked at.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import vnu from "vnu-jar";
import { origin, passesAxe, visit } from "./browser.mjs";

const [folder, replaced, pictures] = process.argv.slice(3);
const narrative = "trafficking-in-persons-2021-norland";

const pages = {
  home: "/",
  search: "/search?q=%22forced+labor%22&year=2018..2021&country=Norland",
  grouped: "/search?q=victims&group=narrative&sort=newest&size=25",
  reasons: "/search?q=forced+labor&explain=1&mode=any",
  scripts: "/search?q=%22forced+labor%22+OR+%C3%A9l%C3%A8ves&country=Jordan&country=C%C3%B4te+d%E2%80%99Ivoire",
  nothing: "/search?q=fishing+wages+zebra&country=Norland&year=2020",
  mistake: "/search?q=forced+NEAR%2F+labor&country=Norland",
  read: `/n/${narrative}?q=%22forced+labor%22#m-3`,
  compared: `/n/${narrative}?since=2020`,
  top: `/n/${narrative}?q=%22forced+labor%22&since=2020`,
  arabic: "/search?q=country%3AJordan",
  narratives: "/narratives",
  country: "/narratives?country=Norland",
  language: "/language",
  follow: "/follow?country=Norland&report=Trafficking+in+Persons+Report",
  edited: "/follow?country=Norland&report=Trafficking+in+Persons+Report&show=edited&repeated=2",
  check: "/check",
  counts: "/counts?q=%22forced+labor%22&q=victims&country=Norland&country=Jordan",
  trends: "/trends?q=%22forced+labor%22&q=victims&unit=share",
  charts: "/trends?q=%22forced+labor%22&q=victims&lines=charts",
  lines: "/trends?q=victims&country=Norland&country=Jordan&lines=countries",
  columns: "/counts?q=%22forced+labor%22&q=victims&columns=queries",
  map: "/map?q=victims&unit=matches",
  keywords: "/keywords?year=2021&against.year=2018&narratives=1",
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
  wide: { viewport: { width: 1280, height: 800 } },
  narrow: { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true },
};

for (const [width, options] of Object.entries(situations)) {
  test(`all pages, ${width}, in light, dark and forced colors`, visit(options, async (page) => {
    for (const [name, path] of Object.entries(pages)) {
      await page.goto(path);
      await looksRight(page, `${name}-${width}`, path.includes("#"));
    }
    await page.goto(pages.search);
    await page.goto(await page.getByRole("link", { name: "Cite" }).first().getAttribute("href"));
    await looksRight(page, `passage-${width}`);
    await check(page);
    await looksRight(page, `checked-${width}`);
    await page.goto(pages.search);
    await page.keyboard.press("?");
    await page.getByRole("dialog").waitFor();
    await looksRight(page, `help-${width}`, true);
  }));
}

async function check(page) {
  await page.goto(pages.check);
  await page.getByLabel("Quotation or article").fill(article);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("heading", { level: 2, name: /quotations/ }).waitFor();
}

test("with scripts off, all that is shown is of use", visit({ javaScriptEnabled: false }, async (page) => {
  for (const path of Object.values(pages)) {
    await page.goto(path);
    for (const button of await page.getByRole("button").all()) {
      const works = await button.evaluate((b) => b.type === "submit" || b.popoverTargetElement !== null);
      assert.ok(works, `on ${path}: ${await button.textContent()}`);
    }
  }
}));

test("four results fit a laptop's screen, and two a phone's", async () => {
  for (const [width, least] of [["wide", 4], ["narrow", 2]]) {
    await visit(situations[width], async (page) => {
      await page.goto("/search?q=victims&fold=0");
      const seen = await page.getByRole("article").evaluateAll((all) => all.filter((a) => a.getBoundingClientRect().bottom <= innerHeight).length);
      assert.ok(seen >= least, `${seen} on the ${width} screen`);
    })();
  }
});

test("marks are seen where colors are forced", visit({ forcedColors: "active", viewport: { width: 1280, height: 900 } }, async (page) => {
  await page.goto(pages.search);
  const decoration = await page.locator("mark").first().evaluate((mark) => getComputedStyle(mark).textDecorationLine);
  assert.equal(decoration, "underline");
}));

test("marks are told to those who do not see them", visit({}, async (page) => {
  await page.goto(pages.search);
  const told = await page.getByRole("article").first().getByRole("mark").first().evaluate((mark) => getComputedStyle(mark, "::before").content);
  assert.match(told, /match/);
}));

test("what has the focus is not covered", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await visit({ javaScriptEnabled, viewport: { width: 1280, height: 600 } }, async (page) => {
      await page.goto(pages.search);
      for (let stops = 0; stops < 60; stops++) {
        await page.keyboard.press("Tab");
        const over = await page.evaluate(() => {
          const own = document.activeElement, box = own.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 8));
          return own === document.body || !top || own.contains(top) || top.contains(own) || top.closest("label")?.contains(own) ? "" : `${own.outerHTML} under ${top.outerHTML.slice(0, 200)}`;
        });
        assert.equal(over, "");
      }
    })();
  }
});

test("the HTML of all pages is valid", { skip: spawnSync("java", ["-version"]).error ? "there is no java: the Nu Html Checker needs it" : false }, async () => {
  const html = join(folder, "html");
  mkdirSync(html, { recursive: true });
  for (const [name, path] of Object.entries(pages)) writeFileSync(join(html, `${name}.html`), await (await fetch(origin + path.split("#")[0])).text());
  const checked = await fetch(`${origin}/check`, { method: "POST", body: new URLSearchParams({ text: article }) });
  writeFileSync(join(html, "checked.html"), await checked.text());
  const { stderr } = spawnSync("java", ["-Xss1m", "-jar", String(vnu), "--errors-only", "--skip-non-html", html], { encoding: "utf8" });
  assert.equal(stderr, "");
});

// looksRight looks at a page as it is, then in other colors, and at 1280 pixels zoomed by
// 200 %. Where something sticks to the edge of the window, or a place is led to, the
// window is what a reader sees.
async function looksRight(page, name, windowAlone = false) {
  await passesAxe(page);
  await needsNoScrolling(page);
  const picture = (how) => pictures && page.screenshot({ path: join(folder, `${name}-${how}.png`), fullPage: !windowAlone });
  await picture("light");
  await page.emulateMedia({ colorScheme: "dark" });
  await passesAxe(page, ["color-contrast"]);
  await picture("dark");
  await page.emulateMedia({ colorScheme: "light", forcedColors: "active" });
  await passesAxe(page, ["target-size"]);
  await page.emulateMedia({ colorScheme: null, forcedColors: null });
  const was = page.viewportSize();
  if (was.width < 640) return;
  await page.setViewportSize({ width: 640, height: 400 });
  await needsNoScrolling(page);
  await page.setViewportSize(was);
}

async function needsNoScrolling(page) {
  const [needed, given] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  assert.ok(needed <= given, `${page.url()} is ${needed} pixels wide in a window of ${given}`);
}

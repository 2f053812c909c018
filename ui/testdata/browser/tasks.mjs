// The tasks that verbatim is made for, walked from first to last: by the
// keyboard alone, and with scripts switched off.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node tasks.mjs http://127.0.0.1:8080 [verbatim LIBRARY]
//
// The server's library must hold library.jsonl, and be that of the program and
// folder named, which the test of lasting links reindexes.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Cite } from "@citation-js/core";
import "@citation-js/plugin-bibtex";
import "@citation-js/plugin-ris";
import { focused, origin, searchBox, tabTo, visit } from "./browser.mjs";

const [program, library] = process.argv.slice(3);

// Norland and Sudmark, in the recommendations of 2018 to 2021: the phrase is
// in three of Sudmark's passages each year, and in two of Norland's.
const passages = 4 * 3 + 4 * 2;
const address = "country=Norland&country=Sudmark&section=recommendations&year=2018..2021";

test("a researcher finds, reads, cites and exports by the keyboard alone", visit(
  { permissions: ["clipboard-read", "clipboard-write"] },
  async (page) => {
    const press = (...keys) => keys.reduce((done, key) => done.then(() => page.keyboard.press(key)), Promise.resolve());
    await page.goto("/");
    await press("/");
    assert.ok(await searchBox(page).evaluate((box) => box === document.activeElement), "/ leads to the box");
    await page.keyboard.type(`"forced labor"`);
    await press("Enter");
    await page.waitForURL("**/search?*");

    // Two countries, a section and a span of years are chosen beside the answer.
    await tabTo(page, page.getByLabel("From", { exact: true }));
    await page.keyboard.type("2018");
    await press("Tab");
    await page.keyboard.type("2021");
    await press("Enter");
    await page.waitForURL("**to=2021*");
    // Each tick applies at once, and the keyboard stays where it was.
    for (const value of ["Norland", "Sudmark", "Recommendations"]) {
      await tabTo(page, page.getByRole("checkbox", { name: value }));
      await press("Space");
      await page.waitForURL(new RegExp(`=${value}`, "i"));
      await page.getByRole("checkbox", { name: value, checked: true }).waitFor();
      assert.ok(await page.getByRole("checkbox", { name: value }).evaluate((box) => box === document.activeElement), value);
    }
    await page.getByRole("heading", { level: 1, name: `${passages} passages` }).waitFor();
    assert.equal(await page.getByRole("list", { name: "Chosen filters" }).getByRole("listitem").count(), 4);

    // The first result of Sudmark is opened, and the third match in it found.
    await press("j", "j", "k");
    assert.ok(await focused(page).evaluate((link) => link.closest("article") === document.querySelector("article")), "j and k go to and fro");
    while (!/Sudmark/.test(await focused(page).textContent())) await press("j");
    await press("Enter");
    await page.waitForURL("**/n/**");
    await tabTo(page, page.getByRole("link", { name: "First match" }));
    await press("Enter", "j", "j");
    assert.equal(await focused(page).getAttribute("id"), "m-3");
    assert.ok(await focused(page).evaluate(inSight), "the third match is in sight");

    // Its citation is copied.
    await press("c");
    await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    const passage = await focused(page).evaluate((mark) => mark.closest(".passage").firstElementChild.textContent);
    assert.ok(copied.startsWith(`“${passage}”\n`), copied);
    assert.match(copied, /U\.S\. Department of State, “Sudmark,” in Trafficking in Persons Report \(20(18|19|20|21)\), section on recommendations/);

    // Back in the results, which are as they were, all are exported.
    await tabTo(page, page.getByRole("link", { name: "Back to the results" }));
    await press("Enter");
    await page.getByRole("heading", { level: 1, name: `${passages} passages` }).waitFor();
    await tabTo(page, page.getByRole("link", { name: "CSV" }));
    assert.equal((await saved(page, () => press("Enter"))).trim().split("\r\n").length, passages + 1);
  },
));

test("a researcher finds, reads, cites and exports without scripts", visit(
  { javaScriptEnabled: false },
  async (page) => {
    await page.goto("/");
    await searchBox(page).fill(`"forced labor"`);
    await searchBox(page).press("Enter");
    await page.getByLabel("From", { exact: true }).fill("2018");
    await page.getByLabel("to", { exact: true }).fill("2021");
    await page.getByText(/sections? of Trafficking in Persons/).click();
    for (const value of ["Norland", "Sudmark", "Recommendations"]) {
      await page.getByRole("checkbox", { name: value }).check();
    }
    await page.getByRole("button", { name: "Apply" }).click();
    await page.getByRole("heading", { level: 1, name: `${passages} passages` }).waitFor();

    await page.getByRole("article").filter({ has: page.getByRole("heading", { name: /Sudmark/ }) }).first().getByRole("heading").getByRole("link").click();
    await page.getByRole("link", { name: "First match" }).click();
    for (const match of ["m-2", "m-3"]) {
      await page.locator(".passage", { has: page.locator(":target") }).getByRole("link", { name: "Next match" }).click();
      await page.waitForURL(`**#${match}`);
    }
    const text = (await page.locator(":target").locator("xpath=ancestor::li/span[1]").textContent()).trim();
    await page.locator("li", { has: page.locator(":target") }).getByRole("link", { name: "Link to this passage" }).click();
    await page.waitForURL("**/p/**");
    assert.equal((await page.locator("blockquote").textContent()).trim(), text);
    assert.match(await page.getByText("Department of State, “").textContent(), /section on recommendations/);
    assert.equal(await page.getByRole("button", { name: "Copy" }).count(), 0, "no button that does nothing");
    const record = await saved(page, async () => {
      await page.getByText("RIS", { exact: true }).click();
      await page.getByRole("link", { name: "Save as RIS" }).click();
    });
    assert.match(record, /^TY  - CHAP\r\n/);

    await page.getByRole("link", { name: "Back to the results" }).click();
    await page.getByRole("heading", { level: 1, name: `${passages} passages` }).waitFor();
    const lines = (await saved(page, () => page.getByRole("link", { name: "JSON lines" }).click())).trim().split("\n");
    assert.equal(lines.length, passages);
    for (const line of lines.map(JSON.parse)) {
      assert.ok(["Norland", "Sudmark"].includes(line.country) && line.year >= 2018 && line.year <= 2021 && line.text.includes("forced labor"), line);
    }
  },
));

// What an editor pastes, and how its two quotations are judged.
const article = `Observers said that officials “did not always distinguish forced labor from disputes over wages.” ` +
  `The report on Norland adds that officials “did always distinguish forced labor from disputes over wages.”`;

async function judged(page) {
  await page.getByRole("heading", { level: 2, name: "2 quotations" }).waitFor();
  const verdicts = await page.getByRole("listitem").filter({ has: page.locator(".verdict") }).locator(".verdict strong").allTextContents();
  assert.deepEqual(verdicts.map((v) => v.trim().toLowerCase()), ["✗ altered", "✓ normalized"]);
  assert.match(await page.locator(".edits").first().textContent(), /missing: “not”/);
}

test("an editor checks quotations and opens a place by the keyboard alone", visit({}, async (page) => {
  await page.goto("/");
  await tabTo(page, page.getByRole("link", { name: "Check quotations" }));
  await page.keyboard.press("Enter");
  await page.waitForURL("**/check");
  await tabTo(page, page.getByLabel("Quotation or article"));
  await page.keyboard.type(article);
  await tabTo(page, page.getByRole("button", { name: "Check", exact: true }));
  await page.keyboard.press("Enter");
  await judged(page);
  await tabTo(page, page.locator(".place a").first());
  await page.keyboard.press("Enter");
  await seesWhatWasQuoted(page);
  await page.goBack();
  await judged(page);
  // The next place is opened from there.
  await tabTo(page, page.locator(".place a").nth(1));
  await page.keyboard.press("Enter");
  await seesWhatWasQuoted(page);
}));

// The place is open, and what was quoted is marked in it; also in its narrative.
async function seesWhatWasQuoted(page) {
  await page.waitForURL("**/p/**");
  assert.equal((await page.locator("blockquote mark").allTextContents()).map((m) => m.trim()).join(" … "), "did … always distinguish forced labor from disputes over wages");
}

test("an editor checks quotations, opens a place and saves the report without scripts", visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto("/check");
  await page.getByLabel("Quotation or article").fill(article);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await judged(page);
  const rows = await saved(page, () => page.getByRole("button", { name: "as a table (CSV)" }).click());
  assert.match(rows, /altered/);
  await page.locator(".place a").first().click();
  await seesWhatWasQuoted(page);
  await page.getByRole("link", { name: "Read it in the narrative" }).click();
  await page.waitForURL("**/n/**");
  assert.match(await page.locator(":target mark").last().textContent(), /always distinguish/);
  await page.goBack();
  await page.goBack();
  await judged(page);
}));

test("an advocate follows a link to a passage after the index was made anew", visit({}, async (page) => {
  await page.goto(`/search?q=%22withholding+passports%22&${address}`);
  await page.getByRole("article").first().getByRole("link", { name: "Cite" }).click();
  const link = await page.locator("#address").textContent();
  const text = await page.locator("blockquote").textContent();
  if (program) execFileSync(program, ["reindex", "--library", library]);
  await page.goto(link);
  assert.equal(await page.locator("blockquote").textContent(), text);
  await page.getByRole("link", { name: "Read it in the narrative" }).click();
  assert.ok(await page.locator(":target").evaluate(inSight), "the passage is in sight");
  assert.match(await page.locator(":target").textContent(), /withholding passports/);
  // The other years are one click away.
  await page.getByRole("link", { name: "2022", exact: true }).click();
  await page.waitForURL("**/n/*-2022-sudmark*");
}));

test("the state is in the address: back and forward lead through it", visit({}, async (page) => {
  await page.goto(`/search?q=%22forced+labor%22&${address}`);
  await page.getByRole("link", { name: "Country: Norland" }).click();
  await page.getByRole("heading", { level: 1, name: "12 passages" }).waitFor();
  await page.getByRole("button", { name: "By narrative" }).click();
  await page.getByText("2 more in this narrative").first().waitFor();
  assert.equal(await page.getByRole("article").count(), 4);
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: "12 passages" }).waitFor();
  await page.goBack();
  await page.getByRole("heading", { level: 1, name: `${passages} passages` }).waitFor();
  await page.goForward();
  await page.getByRole("heading", { level: 1, name: "12 passages" }).waitFor();
  await page.getByRole("button", { name: "Search", exact: true }).click();
  const asked = new URL(page.url()).searchParams;
  assert.deepEqual([...asked.keys()].sort(), ["country", "from", "q", "section", "to"], "the address says what was chosen, and nothing else");
}));

test("help is a keystroke away, and goes again", visit({}, async (page) => {
  await page.goto("/");
  await page.keyboard.press("?");
  await page.getByRole("dialog", { name: "How to ask" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog", { name: "How to ask" }).waitFor({ state: "hidden" });
}));

test("help needs no script", visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto("/");
  await page.getByRole("button", { name: "How to ask" }).click();
  await page.getByRole("dialog", { name: "How to ask" }).waitFor();
}));

test("a mistake is pointed at in the box", visit({}, async (page) => {
  await page.goto("/search?q=forced+NEAR%2F+labor");
  const chosen = await searchBox(page).evaluate((box) => box.value.slice(box.selectionStart, box.selectionEnd));
  assert.equal(chosen, "NEAR/");
  assert.ok(await searchBox(page).evaluate((box) => box === document.activeElement));
}));

test("long facets are searched while one types", visit({}, async (page) => {
  await page.goto("/search?q=the&values=name");
  const finders = page.locator(".finder");
  for (const finder of await finders.all()) {
    await finder.evaluate((f) => (f.closest("details").open = true));
    await finder.fill("no such value");
    assert.equal(await finder.locator("xpath=..").getByRole("checkbox").count(), 0);
  }
}));

test("reference managers read the records", visit({}, async (page) => {
  await page.goto("/search?q=%22withholding+passports%22&year=2020&country=Sudmark");
  const link = await page.getByRole("link", { name: "Cite" }).getAttribute("href");
  const passage = new URL(link, origin).pathname;
  for (const file of ["passage.bib", "passage.ris", "csl.json"]) {
    const { data } = new Cite(await (await fetch(`${origin}${passage}/${file}`)).text());
    assert.equal(data.length, 1, file);
    const { type, title, issued, keyword, URL: url, author, ...rest } = data[0];
    assert.deepEqual(
      { type, title, issued, keyword, url, in: rest["container-title"], author: author.map((a) => a.literal ?? a.family) },
      {
        type: "chapter", title: "Sudmark", issued: { "date-parts": [[2020]] }, keyword: "Sudmark",
        url: "https://www.example.org/reports/2020-trafficking-in-persons-report/sudmark/",
        in: "Trafficking in Persons Report", author: ["U.S. Department of State"],
      }, file);
  }
  const all = new Cite(await (await fetch(`${origin}/search.bib?q=%22forced+labor%22&${address}`)).text());
  assert.equal(all.data.length, passages);
  assert.equal(new Set(all.data.map((item) => item["citation-key"])).size, passages, "keys are distinct");
}));

// saved gives the text of the file that something downloads.
async function saved(page, does) {
  const [download] = await Promise.all([page.waitForEvent("download"), does()]);
  return readFile(await download.path(), "utf8");
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

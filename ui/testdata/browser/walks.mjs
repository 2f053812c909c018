// What readers go through on their way: back and forth, by the keyboard and without
// scripts, to the clipboard and onto paper.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node walks.mjs http://127.0.0.1:8080
//
// The server's library must hold library.jsonl.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { searchBox, tabTo, visit } from "./browser.mjs";

const phrase = "/search?q=%22forced+labor%22";
const copying = { permissions: ["clipboard-read", "clipboard-write"] };

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with scripts" : "without scripts";

  test(`search, narrow, open the third, come back, order, ${how}`, visit({ javaScriptEnabled }, async (page) => {
    await page.goto(phrase);
    const norland = page.getByRole("checkbox", { name: "Norland" });
    await norland.check({ noWaitAfter: true });
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL("**country=Norland*");
    await page.getByRole("article").nth(2).getByRole("heading").getByRole("link").click();
    await page.waitForURL("**/n/**");
    assert.ok((await page.locator(".passage:target mark").count()) > 0, "the place is led to, and marked");
    await page.goBack();
    await page.waitForURL("**/search*country=Norland*");
    assert.ok(await norland.isChecked());
    // A word typed and a tick go with the order that is chosen.
    await searchBox(page).fill(`"forced labor" victims`);
    await page.getByRole("button", { name: "oldest" }).click();
    await page.waitForURL("**sort=oldest*");
    const asked = new URL(page.url()).searchParams;
    assert.deepEqual([asked.get("q"), asked.getAll("sort"), asked.getAll("country")], [`"forced labor" victims`, ["oldest"], ["Norland"]]);
    assert.ok([...asked].every(([name, value]) => value !== "" && !name.startsWith("find-")), page.url());
  }));

  test(`the sections of a report are chosen under it, ${how}`, visit({ javaScriptEnabled }, async (page) => {
    await page.goto(phrase);
    const report = page.locator(".refine li", { has: page.getByRole("checkbox", { name: "Trafficking in Persons" }) }).first();
    if (!(await report.getByRole("list", { name: "Sections" }).isVisible())) await report.locator("summary").first().click();
    const section = report.getByRole("list", { name: "Sections" }).getByRole("checkbox", { name: /Recommendations/ });
    const finds = (await section.locator("xpath=..").locator(".count").textContent()).trim();
    await section.check({ noWaitAfter: true });
    if (!javaScriptEnabled) await page.getByRole("button", { name: "Apply" }).click();
    await page.waitForURL(/section=recommendations/i);
    await page.getByRole("heading", { level: 1, name: `${finds} passages` }).waitFor();
    assert.ok(await section.isChecked(), "what is chosen is seen");
  }));

  test(`a recommendation is followed over the years, ${how}`, visit({ javaScriptEnabled }, async (page) => {
    await page.goto(`${phrase}&country=Norland&section=recommendations&year=2021`);
    await page.getByRole("link", { name: "Cite" }).first().click();
    await page.getByRole("link", { name: "History of this wording" }).click();
    await page.waitForURL("**/follow?passage=*");
    for (const year of ["2016", "2017", "2018", "2019", "2020", "2021"]) {
      await page.getByRole("columnheader", { name: year }).waitFor();
    }
    await page.locator(".wordings").getByRole("link", { name: "2016" }).click();
    await page.waitForURL("**/p/*-2016-norland*");
  }));

  test(`counts by country and year are taken as CSV, ${how}`, visit({ javaScriptEnabled }, async (page) => {
    await page.goto("/");
    await page.getByLabel("How often, by country and year").fill(`"forced labor"`);
    await page.getByRole("button", { name: "Count", exact: true }).click();
    await page.waitForURL("**/counts?q=*");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "CSV" }).first().click()]);
    const [head, ...rows] = (await readFile(await download.path(), "utf8")).trim().split("\r\n");
    assert.match(head, /country,year,passages,matches/);
    assert.ok(rows.some((row) => /Norland,2016,\d/.test(row)), rows[0]);
  }));

  test(`find in a narrative, what is new in it, ${how}`, visit({ javaScriptEnabled }, async (page) => {
    await page.goto("/n/trafficking-in-persons-2018-norland");
    await page.getByLabel("Find in this narrative").fill("victims");
    await page.getByRole("button", { name: "Find" }).click();
    await page.getByText(/matches of victims/).waitFor();
    await page.getByText("Compare with").getByRole("link", { name: "2017" }).click();
    await page.getByRole("heading", { name: "Beside the edition of 2017" }).waitFor();
    await page.locator(".since tbody").getByRole("link").first().click();
    await page.waitForURL("**since=2017*#s-*");
    assert.ok((await page.locator(".passage.edited, .passage.new").count()) > 0);
    assert.ok((await page.locator(".passage ins").count()) > 0, "what is new in a wording is told");
  }));
}

test("search, narrow, open the third, come back, order, by the keyboard alone", visit({}, async (page) => {
  const press = (key) => page.keyboard.press(key);
  await page.goto("/");
  await press("/");
  await page.keyboard.type(`"forced labor"`);
  await press("Enter");
  await page.waitForURL("**/search?*");
  const norland = page.getByRole("checkbox", { name: "Norland" });
  await tabTo(page, norland);
  await press("Space");
  await page.waitForURL("**country=Norland*");
  for (const key of ["j", "j", "j"]) await press(key);
  const third = page.getByRole("article").nth(2).getByRole("heading").getByRole("link");
  assert.ok(await third.evaluate((link) => link === document.activeElement), "j leads to the third");
  await press("Enter");
  await page.waitForURL("**/n/**");
  assert.ok((await page.locator(".passage:target mark").count()) > 0);
  await page.goBack();
  await page.waitForURL("**/search*country=Norland*");
  await tabTo(page, page.getByRole("button", { name: "newest" }));
  await press("Enter");
  await page.waitForURL("**sort=newest*");
  assert.ok(page.url().includes("country=Norland"));
}));

test("a recommendation is followed, and counts are taken, by the keyboard alone", visit({}, async (page) => {
  const go = async (link) => {
    await tabTo(page, link);
    await page.keyboard.press("Enter");
  };
  await page.goto(`${phrase}&country=Norland&section=recommendations&year=2021`);
  await go(page.getByRole("link", { name: "Cite" }).first());
  await page.waitForURL("**/p/**");
  await go(page.getByRole("link", { name: "History of this wording" }));
  await page.getByRole("columnheader", { name: "2016" }).waitFor();
  await page.getByRole("columnheader", { name: "2021" }).waitFor();
  await page.goto("/");
  await tabTo(page, page.getByLabel("How often, by country and year"));
  await page.keyboard.type(`"forced labor"`);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/counts?q=*");
  const csv = page.getByRole("link", { name: "CSV" }).first();
  await tabTo(page, csv);
  const [download] = await Promise.all([page.waitForEvent("download"), page.keyboard.press("Enter")]);
  assert.match(await readFile(await download.path(), "utf8"), /Norland,2016,/);
}));

test("a passage says in which years and countries it stands as well", visit({}, async (page) => {
  await page.goto(`${phrase}&country=Norland&section=recommendations&year=2018`);
  await page.getByRole("link", { name: "Cite" }).first().click();
  await page.waitForURL("**/p/**");
  const beside = page.getByRole("complementary", { name: "Where else it stands" });
  assert.equal(await beside.locator("[aria-current=true]").textContent(), "2018");
  await beside.locator(".others").getByRole("link", { name: "2019" }).click();
  await page.waitForURL("**/p/*-2019-norland*");
}));

test("what is shown is what is applied, also after Back", visit({}, async (page) => {
  await page.goto(phrase);
  await page.getByRole("checkbox", { name: "Norland" }).check({ noWaitAfter: true });
  await page.waitForURL("**country=Norland*");
  await page.goBack();
  await page.waitForURL((url) => !url.search.includes("country"));
  assert.equal(await page.getByRole("checkbox", { name: "Norland" }).isChecked(), false);
  await page.getByRole("button", { name: "Search", exact: true }).click();
  await page.waitForLoadState();
  assert.ok(!page.url().includes("country"), "the next search is not narrowed");
}));

test("a tick that is not applied says so without scripts", visit({ javaScriptEnabled: false }, async (page) => {
  await page.goto(phrase);
  const label = page.locator("label", { has: page.getByRole("checkbox", { name: "Norland" }) });
  const said = () => label.evaluate((l) => getComputedStyle(l, "::after").content);
  assert.equal(await said(), "none");
  await page.getByRole("checkbox", { name: "Norland" }).check();
  assert.match(await said(), /not applied/);
}));

test("a page has as many results as are wanted, and the next goes on", visit({}, async (page) => {
  await page.goto("/search?q=victims&size=25&fold=0");
  assert.equal(await page.getByRole("article").count(), 25);
  await page.goto("/search?q=victims&fold=0");
  await page.getByText(/, 1 to 10$/).waitFor();
  await page.getByRole("link", { name: "More results" }).click();
  await page.getByText(/, 11 to 20$/).waitFor();
}));

test("the way from match to match is always in sight", visit({ viewport: { width: 1280, height: 600 } }, async (page) => {
  await page.goto("/n/trafficking-in-persons-2018-norland?q=%22forced+labor%22");
  const next = page.getByRole("button", { name: "Next match" });
  await tabTo(page, next);
  for (const at of ["1 of", "2 of", "3 of"]) {
    await page.keyboard.press("Enter");
    await page.locator(".matches").getByText(at).waitFor();
    assert.ok(await page.locator("mark.at").evaluate(inSight), `match ${at}`);
    assert.ok(await next.evaluate((button) => button === document.activeElement), "the keyboard stays there");
  }
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  assert.ok(await next.evaluate(inSight));
  assert.equal(await page.locator(".contents [aria-current=true]").count(), 1, "the section in view is marked");
}));

test("what is copied keeps its spaces, and a selection has its citation", visit(copying, async (page) => {
  await page.goto(`${phrase}&country=Norland`);
  const copied = await page.getByRole("article").first().evaluate((article) => {
    getSelection().selectAllChildren(article.querySelector(".where"));
    return String(getSelection());
  });
  assert.match(copied, /^Trafficking in Persons · Tier 2 · \S/);
  await page.getByRole("link", { name: "Cite" }).first().click();
  await page.locator("blockquote mark").first().evaluate((mark) => getSelection().selectAllChildren(mark));
  await page.keyboard.press("c");
  await page.getByRole("status").filter({ hasText: "Copied" }).waitFor();
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^“forced labor”\nU\.S\. Department of State, “Norland,”/);
}));

test("the styles of a citation are tabs, and all open without scripts", async () => {
  for (const javaScriptEnabled of [true, false]) {
    await visit({ javaScriptEnabled }, async (page) => {
      await page.goto(`${phrase}&country=Norland`);
      await page.getByRole("link", { name: "Cite" }).first().click();
      const shown = page.locator(".style:visible");
      if (!javaScriptEnabled) return assert.ok((await shown.count()) > 5);
      await page.getByRole("tab", { name: "Chicago" }).focus();
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.getByRole("tab", { selected: true }).textContent(), "APA");
      assert.equal(await shown.count(), 1);
    })();
  }
});

test("typing finds a country in the table of narratives", visit({}, async (page) => {
  await page.goto("/narratives");
  await page.getByLabel("Find a country in the table").fill("sudm");
  assert.deepEqual(await page.locator(".matrix tbody tr:visible th").allTextContents(), ["Sudmark"]);
  await page.keyboard.press("Tab");
  await page.locator(".matrix tbody tr:visible a").nth(1).click();
  await page.waitForURL("**/n/**sudmark");
}));

test("the verdicts are a button away from a place", visit({}, async (page) => {
  await checkArticle(page, 1);
  await page.locator(".line > p a").first().click();
  await page.getByRole("button", { name: "Back to the verdicts" }).click();
  await page.getByRole("heading", { level: 2, name: "1 quotation" }).waitFor();
}));

test("paper has what was asked, and no more pages than needed", visit({}, async (page) => {
  await page.goto(`${phrase}&country=Norland`);
  await page.emulateMedia({ media: "print" });
  for (const text of [/"forced labor": \d+ passages/, /Country: Norland/]) assert.ok(await page.getByText(text).first().isVisible(), String(text));
  await page.locator("article .actions a", { hasText: "Cite" }).first().evaluate((link) => link.click());
  await page.waitForURL("**/p/**");
  const quoted = await page.locator("blockquote").textContent();
  const printed = await page.evaluate(() => document.body.innerText);
  assert.equal(printed.split(quoted.trim()).length - 1, 1, "the quotation is printed once");
  await page.emulateMedia({ media: null });
  await checkArticle(page, 13);
  const pages = (await page.pdf()).toString("latin1").match(/\/Type\s*\/Page\b/g).length;
  assert.ok(pages <= 5, `13 quotations are on ${pages} pages`);
}));

// checkArticle checks as many quotations, every other of them altered.
async function checkArticle(page, n) {
  const sentence = "Observers said that officials did not always distinguish forced labor from disputes over wages";
  const quotes = Array.from({ length: n }, (_, i) => `“${i % 2 ? sentence.replace("did not", "did") : sentence}”`);
  await page.goto("/check");
  await page.getByLabel("Quotation or article").fill(quotes.map((quote) => `The report on Norland says ${quote}.`).join("\n"));
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByRole("heading", { level: 2, name: /quotation/ }).waitFor();
}

function inSight(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}

// Lighthouse's verdict on the pages that people spend their time on: 100 for
// accessibility, best practices and SEO, and at least 98 for performance, as a
// phone would see them.
//
//     VERBATIM_BROWSER=/usr/bin/chromium node lighthouse.mjs http://127.0.0.1:8080
//
// The server's library must hold the sample.

import { launch } from "chrome-launcher";
import lighthouse from "lighthouse";

const origin = new URL(process.argv[2]).origin;
const wanted = { performance: 98, accessibility: 100, "best-practices": 100, seo: 100 };
const pages = [
  "/",
  "/search?q=%22forced+labor%22",
  "/n/trafficking-in-persons-2023-north-korea?q=%22forced+labor%22",
  "/p/trafficking-in-persons-2023-north-korea.3153aca8f1",
  "/check",
  "/follow",
  "/counts?q=%22forced+labor%22",
  "/narratives",
];

const chrome = await launch({
  chromePath: process.env.VERBATIM_BROWSER,
  chromeFlags: ["--headless=new", "--disable-gpu", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])],
});
let failed = false;
try {
  for (const path of pages) {
    const scores = await best(path, 3);
    console.log(`${Object.entries(scores).map(([name, score]) => `${name} ${score}`).join(", ")}: ${path}`);
  }
} finally {
  chrome.kill();
}
process.exit(failed ? 1 : 0);

// best measures a page until its scores are those wanted, some times at most:
// the time that a page takes depends on what else the machine is doing.
async function best(path, tries) {
  const { lhr } = await lighthouse(origin + path, { port: chrome.port, output: "json", logLevel: "error", onlyCategories: Object.keys(wanted) });
  const scores = Object.fromEntries(Object.values(lhr.categories).map((c) => [c.id, Math.round(c.score * 100)]));
  const low = Object.keys(wanted).filter((name) => scores[name] < wanted[name]);
  if (low.length === 0) return scores;
  if (low.join() === "performance" && tries > 1) return best(path, tries - 1);
  failed = true;
  for (const name of low) {
    for (const { id } of lhr.categories[name].auditRefs) {
      const audit = lhr.audits[id];
      if (audit.score !== null && audit.score < 1) {
        console.log(`  ${id}: ${audit.title} ${audit.displayValue ?? ""}`);
        for (const item of audit.details?.items?.slice(0, 5) ?? []) console.log(`    ${item.node?.snippet ?? JSON.stringify(item).slice(0, 200)}`);
      }
    }
  }
  return scores;
}

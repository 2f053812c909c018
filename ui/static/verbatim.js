// What keys and buttons add to pages that are whole without them.
"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  document.documentElement.classList.add("scripted");
  const box = one("#q"), ask = one("#ask"), help = one("#help"), said = one("#said");
  const form = (selector) => all(selector).filter((field) => field.form === ask);

  // say tells what was done, to eyes and ears, for a while.
  let silence;
  function say(text) {
    said.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => (said.textContent = ""), 4000);
  }

  // copy puts a text on the clipboard: the promise of one is handed over at
  // once, since browsers allow it only while a key or button is being pressed.
  async function copy(text) {
    try {
      const blob = Promise.resolve(text).then((t) => new Blob([t.trim()], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]);
      say("Copied");
    } catch {
      say("This browser does not let pages copy");
    }
  }

  async function citation(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.text();
  }

  // j and k go through the results of a search, or the matches in a narrative.
  const stops = all("[data-stop] h2 a, .on-read mark[id], .verdicts h3[tabindex], .line summary");

  function step(by) {
    if (stops.length === 0) return;
    const here = document.activeElement === document.body ? one(":target") : document.activeElement;
    let at = stops.indexOf(here);
    if (at >= 0) {
      at += by;
    } else {
      const behind = stops.findIndex((s) => here && here.compareDocumentPosition(s) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = behind < 0 ? (here ? stops.length : 0) : behind;
      if (by < 0 || at === stops.length) at--;
    }
    const stop = stops[Math.max(0, Math.min(at, stops.length - 1))];
    stop.focus({ preventScroll: true });
    stop.scrollIntoView({ block: "center" });
  }

  const passageOf = (node) => (node?.closest ? node : node?.parentElement)?.closest("[data-stop], .on-read .passage, main[data-citation]");

  // What is selected is copied with the citation of its passage; else the whole passage that
  // has the keyboard's attention: the one in focus, the one that was led to, or the only one.
  function copyCurrent() {
    const chosen = getSelection(), words = String(chosen).trim();
    const here = document.activeElement === document.body ? one(":target") : document.activeElement;
    const passage = words ? passageOf(chosen.getRangeAt(0).commonAncestorContainer) : (passageOf(here) ?? one("main[data-citation]"));
    if (!passage) return say(words ? "What is selected is no part of one passage" : "Choose a passage first, with j and k");
    const cited = citation(passage.dataset.citation ?? `${new URL(one(".anchor", passage).href).pathname}/chicago.txt`);
    copy(words ? cited.then((text) => `“${words.replace(/\s+/g, " ")}”${text.slice(text.indexOf("\n"))}`) : cited);
  }

  const keys = {
    "/": () => { box?.focus(); box?.select(); },
    "?": () => help.togglePopover?.(),
    j: () => step(1),
    k: () => step(-1),
    c: copyCurrent,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const { target } = event;
    if (target.matches("mark[id]") && event.key === "Enter") {
      location.href = one(".anchor", target.closest(".passage")).href;
      return;
    }
    if (target.matches("textarea, select, input:not([type=checkbox], [type=radio])")) {
      if (event.key === "Escape") target.blur();
      return;
    }
    if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  for (const button of all(".copy")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button.dataset.from ? citation(button.dataset.from) : one("#" + button.dataset.copies).textContent));
  }

  // From a place that a check found, the verdicts are the page before.
  const back = one(".back");
  if (back && document.referrer && new URL(document.referrer).pathname === "/check") {
    back.hidden = false;
    back.addEventListener("click", () => history.back());
  }

  // The styles of a citation are tabs.
  const styles = one(".styles");
  if (styles) {
    const panels = all(".style", styles), list = document.createElement("div");
    list.className = "tabs";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", "Styles");
    const choose = (at) => panels.forEach((panel, i) => {
      panel.hidden = i !== at;
      list.children[i].ariaSelected = String(i === at);
      list.children[i].tabIndex = i === at ? 0 : -1;
    });
    panels.forEach((panel, i) => {
      const tab = document.createElement("button");
      Object.assign(tab, { type: "button", textContent: one("h3", panel).textContent, id: `tab-${i}` });
      tab.setAttribute("role", "tab");
      panel.id ||= `panel-${i}`;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      tab.addEventListener("click", () => choose(i));
      list.append(tab);
    });
    list.addEventListener("keydown", ({ key }) => {
      const by = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (!by) return;
      const next = (panels.findIndex((panel) => !panel.hidden) + by + panels.length) % panels.length;
      choose(next);
      list.children[next].focus();
    });
    styles.classList.add("tabbed");
    styles.prepend(list);
    choose(0);
  }

  // In a narrative, the section in view is marked in the list, and the way from match to
  // match is in sight.
  const sections = all(".contents li > a:first-child");
  if (sections.length > 0) {
    const headings = sections.map((link) => one(link.hash));
    const mark = () => {
      const passed = headings.findLastIndex((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
      sections.forEach((link, i) => {
        if (i === passed && !link.ariaCurrent) {
          link.ariaCurrent = "true";
          link.scrollIntoView({ block: "nearest" });
        } else if (i !== passed) link.ariaCurrent = null;
      });
    };
    let waiting;
    addEventListener("scroll", () => (waiting ??= requestAnimationFrame(() => { waiting = undefined; mark(); })), { passive: true });
    mark();
  }
  const bar = one(".matches");
  if (bar) {
    const marks = all(".on-read mark[id]");
    let at = -1;
    const go = (to) => {
      marks[at]?.classList.remove("at");
      at = (to + marks.length) % marks.length;
      marks[at].classList.add("at");
      one(".at", bar).textContent = `${at + 1} of ${marks.length}`;
    };
    const follow = () => {
      const here = marks.indexOf(one(":target"));
      if (here >= 0) go(here);
    };
    bar.hidden = false;
    follow();
    addEventListener("hashchange", follow);
    document.addEventListener("focusin", ({ target }) => marks.includes(target) && go(marks.indexOf(target)));
    for (const button of all("button", bar)) {
      button.addEventListener("click", () => {
        go(at < 0 && Number(button.dataset.by) < 0 ? -1 : at + Number(button.dataset.by));
        marks[at].scrollIntoView({ block: "center" });
      });
    }
  }

  // The fields that search long facets do so while they are typed in.
  const folded = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[’‘]/g, "'").toLowerCase();
  for (const finder of all(".finder")) {
    finder.hidden = false;
    const values = finder.matches(".rows") ? all(".matrix tbody tr") : all("li", finder.parentElement);
    finder.addEventListener("input", () => {
      for (const v of values) v.hidden = !folded(v.textContent).includes(folded(finder.value.trim()));
    });
  }

  // The address says each thing once, and nothing that goes without saying. What a button
  // says comes last, and counts.
  const singles = ["mode", "sort", "group", "size", "values", "explain", "fold"];
  ask?.addEventListener("formdata", ({ formData }) => {
    for (const name of singles) if (formData.has(name)) formData.set(name, formData.getAll(name).at(-1));
    for (const [name, value] of [...formData]) if (value === "" && name !== "q") formData.delete(name);
  });

  // A tick applies at once, and keeps the keyboard where it was. What is shown is what is
  // applied, also on a page that the browser has kept.
  const remembered = "verbatim-ticked";
  if (ask) {
    addEventListener("pageshow", () => ask.reset());
    for (const tick of form("[type=checkbox][form]")) {
      tick.addEventListener("change", () => {
        sessionStorage.setItem(remembered, JSON.stringify([tick.name, tick.value]));
        ask.requestSubmit();
      });
    }
    const [name, value] = JSON.parse(sessionStorage.getItem(remembered) ?? "[]");
    sessionStorage.removeItem(remembered);
    const ticked = form("[type=checkbox][form]").find((tick) => tick.name === name && tick.value === value);
    for (let around = ticked?.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    ticked?.focus();
  }

  // A mistake is pointed at in the box.
  if (box?.dataset.at) {
    const at = Number(box.dataset.at);
    const end = box.value.slice(at).search(/[\s()"“”]|$/);
    box.focus();
    box.setSelectionRange(at, at + Math.max(end, 1));
  }
})();

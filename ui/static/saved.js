// The list of saved searches, which is kept by the browser alone.
"use strict";
(() => {
  const place = "verbatim-saved", list = document.getElementById("saved-list"), keep = document.getElementById("keep");
  const read = () => {
    try {
      return (JSON.parse(localStorage.getItem(place)) ?? []).filter((search) => search.link.startsWith("/search?"));
    } catch {
      return [];
    }
  };

  // write saves the list, and says so if the browser does not let it.
  function write(saved) {
    try {
      localStorage.setItem(place, JSON.stringify(saved));
    } catch {
      document.getElementById("said").textContent = "This browser does not let pages keep anything";
    }
    show();
  }

  function element(name, properties, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  // count asks how many passages came since the search was looked at last.
  async function count(search, into) {
    const values = new URL(search.link, location).searchParams;
    const wanted = new URLSearchParams({ since: search.revision ?? 0, size: 1 });
    for (const [name, value] of values) {
      if (["q", "mode", "country", "year", "tier", "section", "report", "kind"].includes(name)) wanted.append(name, value);
    }
    const answer = await fetch("/api/v1/changes?" + wanted);
    if (!answer.ok) throw new Error(answer.statusText);
    const news = await answer.json();
    const fresh = search.revision === undefined ? 0 : news.came;
    into.textContent = search.revision === undefined ? "" : fresh === 0 ? "nothing new" : `${fresh} new`;
    into.classList.toggle("news", fresh > 0);
    return news.revision;
  }

  function row(search, at) {
    const news = element("span", { className: "quiet" });
    const link = element("a", { href: search.link, textContent: search.name });
    const feed = element("a", { href: search.link.replace(/^\/search\?/, "/search.atom?"), textContent: "Feed" });
    const remove = element("button", { type: "button", className: "plain", textContent: "Remove" });
    remove.setAttribute("aria-label", "Remove " + search.name);
    remove.addEventListener("click", () => write(read().filter((_, i) => i !== at)));
    const revision = count(search, news).catch(() => (news.textContent = "not known"));
    link.addEventListener("click", async (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return; // it opens elsewhere
      event.preventDefault(); // what was new is seen now
      const now = await revision;
      const saved = read();
      if (saved[at]?.link === search.link && Number.isInteger(now)) saved[at].revision = now;
      localStorage.setItem(place, JSON.stringify(saved));
      location.assign(search.link);
    });
    return element("li", {}, link, " ", news, " ", feed, " ", remove);
  }

  function show() {
    const saved = read();
    list.replaceChildren(...saved.map(row));
    document.getElementById("none-saved").hidden = saved.length > 0;
  }

  keep?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const search = { name: document.getElementById("keep-name").value.trim() || keep.dataset.link, link: keep.dataset.link };
    search.revision = await count({ link: search.link }, element("span")).catch(() => undefined);
    write([...read().filter((other) => other.link !== search.link), search]);
    keep.hidden = true;
  });
  if (keep) keep.hidden = false;
  show();
})();

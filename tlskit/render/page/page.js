"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const all = (selector, from = document) => [...from.querySelectorAll(selector)];
  const inspector = byId("inspector");
  const explanation = byId("explanation");
  let chosen = null;
  let linking = 0;

  /* What a field is: its item in the tree, from which everything else follows. */
  const mapOf = (item) => item.closest(".map");
  const itemOf = (run) => byId(`${mapOf(run).id}-${run.dataset.i}`);
  const numberOf = (item) => Number(item.id.slice(item.id.lastIndexOf("-") + 1));
  const runsOf = (item) => {
    const [from, to] = [numberOf(item), Number(item.dataset.to)];
    return all(".r", mapOf(item)).filter((run) => run.dataset.i >= from && run.dataset.i <= to);
  };

  const path = (item) => {
    const labels = [];
    let level = Number(item.getAttribute("aria-level"));
    for (let at = item.previousElementSibling; at && level > 1; at = at.previousElementSibling) {
      if (Number(at.getAttribute("aria-level")) < level) {
        level = Number(at.getAttribute("aria-level"));
        labels.unshift(at.querySelector(".l").textContent);
      }
    }
    return labels;
  };

  const made = (name, text, className) => {
    const node = document.createElement(name);
    node.textContent = text;
    if (className) node.className = className;
    return node;
  };

  const explain = (item) => {
    const map = mapOf(item);
    const [start, end, base] = [Number(item.dataset.s), Number(item.dataset.e), Number(map.dataset.offset)];
    const title = made("h2", item.querySelector(".l").textContent);
    const value = item.querySelector(".v");
    if (value) title.append(": ", value.cloneNode(true));
    const size = end - start === 1 ? "1 byte" : `${end - start} bytes`;
    const trail = [map.querySelector("h4").textContent, ...path(item)];
    byId("where").textContent = `${trail.join(" › ")} · ${size} at ${start} (${base + start} of this side)`;
    const parts = [title];
    const problem = item.querySelector(".problem");
    if (problem) parts.push(problem.cloneNode(true));
    for (const node of byId(`w${item.dataset.w}`).children) parts.push(node.cloneNode(true));
    explanation.replaceChildren(...parts);
    inspector.hidden = false;
    document.documentElement.classList.add("inspecting");
  };

  const clear = () => all(".lit, .chosen").forEach((node) => node.classList.remove("lit", "chosen"));

  const inside = (node, box) => {
    const [one, other] = [node.getBoundingClientRect(), box.getBoundingClientRect()];
    if (one.top < other.top) box.scrollTop -= other.top - one.top + 24;
    else if (one.bottom > other.bottom) box.scrollTop += one.bottom - other.bottom + 24;
  };

  /* What is laid out only when it comes into sight moves what is below it: look again when it has. */
  const show = (node, block) => {
    node.scrollIntoView({ block });
    requestAnimationFrame(() => node.scrollIntoView({ block }));
  };

  /* The address follows the reader, but not at every step of a fast walk: browsers count how often it changes. */
  const link = (item) => {
    try { history.replaceState(null, "", `#${item.id}`); } catch { /* a sandbox may forbid it */ }
  };

  const choose = (item, { scroll = false } = {}) => {
    clear();
    all('[tabindex="0"]', item.parentElement).forEach((other) => { other.tabIndex = -1; });
    item.tabIndex = 0;
    item.classList.add("chosen");
    const runs = runsOf(item);
    runs.forEach((run) => run.classList.add("lit"));
    chosen = item;
    explain(item);
    const shown = runs.find((run) => run.offsetParent);
    if (shown) inside(shown, shown.closest(".panes"));
    if (scroll) show(item, "center");
    clearTimeout(linking);
    linking = setTimeout(() => link(item), 150);
  };

  const close = () => {
    clear();
    inspector.hidden = true;
    document.documentElement.classList.remove("inspecting");
    if (chosen) chosen.focus({ preventScroll: true });
    chosen = null;
  };

  const step = (by) => {
    if (!chosen) return;
    const items = all(".f", mapOf(chosen));
    const next = items[numberOf(chosen) + by];
    if (next) choose(next, { scroll: true });
  };

  /* Going to a place opens everything around it. */
  const reveal = (target) => {
    for (let node = target; node; node = node.parentElement) if (node.tagName === "DETAILS") node.open = true;
    if (target.classList.contains("f")) choose(target, { scroll: true });
    else show(target, "start");
  };
  const go = () => {
    const target = location.hash && byId(decodeURIComponent(location.hash.slice(1)));
    if (target) reveal(target);
  };

  document.addEventListener("click", (event) => {
    const run = event.target.closest(".r");
    const item = run ? itemOf(run) : event.target.closest(".f");
    if (item) {
      choose(item);
      if (run && matchMedia("(min-width: 60rem)").matches) show(item, "nearest");
      return;
    }
    const link = event.target.closest('a[href^="#"]');
    const target = link && byId(link.getAttribute("href").slice(1));
    if (target) {
      reveal(target);
      const menu = link.closest(".contents");
      if (menu) menu.open = false;
    }
    const toggle = event.target.closest(".toggle");
    if (toggle) {
      const encrypted = mapOf(toggle).classList.toggle("encrypted");
      toggle.setAttribute("aria-pressed", String(encrypted));
    }
  });

  document.addEventListener("focusin", (event) => {
    const run = event.target.closest(".r");
    if (run && run.matches(":focus-visible")) choose(itemOf(run));
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !inspector.hidden) { close(); return; }
    const { target } = event;
    if (target.matches(".r") && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      choose(itemOf(target));
    }
    const by = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (by && target.matches(".r, .f")) {
      event.preventDefault();
      const peers = all(target.matches(".r") ? ".r" : ".f", target.parentElement);
      const next = peers[peers.indexOf(target) + by];
      if (next) { next.focus(); choose(next.matches(".r") ? itemOf(next) : next); }
    }
    if (target.matches(".f") && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); choose(target); }
    if (event.key === "/" && !target.matches("input")) { event.preventDefault(); byId("q").focus(); }
  });

  byId("close").addEventListener("click", close);
  byId("next").addEventListener("click", () => step(1));
  byId("previous").addEventListener("click", () => step(-1));

  const foldable = () => all("main details");
  byId("open-all").addEventListener("click", () => foldable().forEach((one) => { one.open = true; }));
  byId("close-all").addEventListener("click", () => { close(); foldable().forEach((one) => { one.open = false; }); });

  /* Search: every field, card, secret and term whose text, or whose bytes, hold what is asked for. */
  let hits = [];
  let at = -1;
  /* The runs in which a row of bytes begins, which may end in another. */
  const holding = (pane, bytes) => {
    const runs = all(".r", pane);
    let text = "";
    const starts = runs.map((run) => {
      const start = text.length;
      text += `${run.firstChild.data}${run.childElementCount ? " … " : " "}`;
      return start;
    });
    const found = [];
    for (let at = text.indexOf(bytes); at >= 0; at = text.indexOf(bytes, at + 1)) {
      found.push(runs[starts.findLastIndex((start) => start <= at)]);
    }
    return found;
  };
  const found = (query) => {
    const words = query.trim().toLowerCase();
    if (words.length < 2) return [];
    const bytes = /^[0-9a-f\s]+$/.test(words) && words.replace(/\s/g, "").match(/../g).join(" ");
    const nodes = all(".f, .card > summary, .told, .secret-title, .glossary > div");
    const byText = nodes.filter((node) => node.textContent.toLowerCase().includes(words));
    const byBytes = bytes ? all(".bytes").flatMap((pane) => holding(pane, bytes)).map(itemOf) : [];
    return [...new Set([...byText, ...byBytes])];
  };
  const tell = () => { byId("hits").textContent = hits.length ? `${at + 1 || "–"} of ${hits.length}` : (byId("q").value.trim().length > 1 ? "none" : ""); };
  let waiting = 0;
  byId("q").addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      hits.forEach((node) => node.classList.remove("hit"));
      hits = found(byId("q").value);
      hits.forEach((node) => node.classList.add("hit"));
      at = -1;
      tell();
    }, 120);
  });
  byId("q").addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!hits.length) hits = found(event.target.value);
    if (!hits.length) return tell();
    at = (at + (event.shiftKey ? hits.length - 1 : 1)) % hits.length;
    if (at < 0) at += hits.length;
    tell();
    reveal(hits[at]);
    show(hits[at], "center");
  });
  byId("search").addEventListener("submit", (event) => event.preventDefault());

  /* Light and dark: what the system says, until the reader says otherwise. */
  const remembered = { get() { try { return localStorage.getItem("tlskit-theme"); } catch { return null; } }, set(value) { try { localStorage.setItem("tlskit-theme", value); } catch { /* files may have no storage */ } } };
  const theme = remembered.get();
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  byId("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
    const next = dark === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    remembered.set(next);
  });

  addEventListener("hashchange", go);
  go();
})();

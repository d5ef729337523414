// The live preview: changes the open page in place when the workspace has changed, and says over it what is wrong.
//
// The page is made as the server would send it now, and the site's own scripts are run on it again. What they listened
// to is taken back before; what a reader has chosen is in the page's address or is remembered here.
"use strict";
(() => {
  const { run, nonce, ...first } = document.currentScript.dataset;
  let generation = Number(first.generation);
  let page = first.page;

  // Everything the site's scripts listen to.
  const listening = [];
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const listen = (target, type, listener) => addEventListener.call(target, type, listener);
  EventTarget.prototype.addEventListener = function (...call) {
    listening.push([this ?? window, call]);
    return addEventListener.apply(this ?? window, call);
  };
  const observers = [];
  for (const name of ["MutationObserver", "ResizeObserver", "IntersectionObserver"]) {
    window[name] = class extends window[name] {
      constructor(...parts) {
        super(...parts);
        observers.push(this);
      }
    };
  }
  function takeBack() {
    for (const [target, call] of listening.splice(0)) removeEventListener.apply(target, call);
    for (const observer of observers.splice(0)) observer.disconnect();
  }

  // The site's scripts as text, so that they run at once, before the page is drawn.
  const texts = new Map();
  const sources = () => [...document.scripts].map((script) => script.src).filter((src) => src && !src.includes("/_wayfare/"));
  async function load(src) {
    if (!texts.has(src)) texts.set(src, await fetch(src).then((answer) => answer.text()));
  }
  function execute(src) {
    const script = Object.assign(document.createElement("script"), { nonce, textContent: texts.get(src) });
    document.head.append(script);
    script.remove();
  }
  function runAgain(scripts) {
    // What a script loads while it runs is known by now and runs at once, too.
    const append = document.head.append;
    document.head.append = (...nodes) => {
      for (const node of nodes) {
        if (node.localName !== "script" || !texts.has(node.src)) append.call(document.head, node);
        else {
          execute(node.src);
          queueMicrotask(() => node.dispatchEvent(new Event("load")));
        }
      }
    };
    const focus = HTMLElement.prototype.focus;
    HTMLElement.prototype.focus = () => {};
    try {
      for (const src of scripts) execute(src);
    } finally {
      delete document.head.append;
      HTMLElement.prototype.focus = focus;
    }
  }

  // Where an element is, to find the one that takes its place.
  function pathOf(element) {
    const path = [];
    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (at.id) return [`#${CSS.escape(at.id)}`, ...path].join(" > ");
      path.unshift(`${at.localName}:nth-child(${[...at.parentElement.children].indexOf(at) + 1})`);
    }
    return ["body", ...path].join(" > ");
  }
  const fields = () => [...document.querySelectorAll("input, select, textarea")].filter((field) => field.name || field.id);
  const valueOf = (field) => (/^(checkbox|radio)$/.test(field.type) ? field.checked : field.value);
  function setValue(field, value) {
    if (typeof value === "boolean") field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function remember() {
    const focused = document.activeElement;
    const range = "selectionStart" in (focused ?? {}) ? [focused.selectionStart, focused.selectionEnd] : null;
    return {
      focused,
      range,
      path: focused && focused !== document.body ? pathOf(focused) : null,
      values: new Map(fields().map((field) => [pathOf(field), valueOf(field)])),
      scroll: [scrollX, scrollY],
      height: document.documentElement.scrollHeight,
    };
  }
  function restore({ focused, range, path, values, scroll, height }) {
    for (const field of fields()) {
      const value = values.get(pathOf(field));
      if (value !== undefined && value !== valueOf(field)) setValue(field, value);
    }
    if (path && (document.activeElement !== focused || !focused.isConnected)) {
      const heir = focused.isConnected ? focused : document.querySelector(path);
      heir?.focus({ preventScroll: true });
    }
    const field = document.activeElement;
    if (range && range[0] !== null && "setSelectionRange" in field) field.setSelectionRange(...range);
    if (scroll[1] > 0) hold(height);
    scrollTo({ left: scroll[0], top: scroll[1], behavior: "instant" });
  }
  // A list may still fill itself, and what stands in for it may go: until then the page keeps its height, and with it its
  // place.
  function hold(height) {
    const root = document.documentElement;
    root.style.minHeight = `${height}px`;
    const began = Date.now();
    const release = () => {
      const full = document.body.getBoundingClientRect().height >= scrollY + innerHeight;
      const passed = Date.now() - began;
      if ((full && passed > 300) || passed > 5000) root.style.minHeight = "";
      else holding = setTimeout(release, 100);
    };
    clearTimeout(holding);
    holding = setTimeout(release, 100);
  }
  let holding;

  // What a reader has opened or typed is the reader's.
  const isReaders = (name, element) =>
    (name === "open" && /^(details|dialog)$/.test(element.localName)) ||
    (/^(value|checked|selected)$/.test(name) && /^(input|option|select|textarea)$/.test(element.localName));
  const isListing = (element) => element.nodeType === 1 && element.matches("[data-results]");

  async function change(html) {
    const next = new DOMParser().parseFromString(html, "text/html");
    if (next.querySelector('meta[http-equiv="refresh" i]')) return location.reload();
    const scripts = [...next.querySelectorAll("script[src]")]
      .map((script) => new URL(script.getAttribute("src"), location.href).href)
      .filter((src) => !src.includes("/_wayfare/"));
    await Promise.all([...new Set([...scripts, ...sources().filter((src) => /\/static\//.test(src))])].map(load));
    swapStyle(next);
    const kept = remember();
    takeBack();
    forgetData();
    Idiomorph.morph(document.body, next.body, {
      restoreFocus: false,
      callbacks: {
        beforeAttributeUpdated: (name, element) => !isReaders(name, element),
        beforeNodeMorphed: (node) => !isListing(node),
      },
    });
    document.title = next.title;
    runAgain(scripts);
    restore(kept);
  }

  // A style of another name takes the place of the old one once it is there.
  function swapStyle(next) {
    const old = document.querySelector('link[rel="stylesheet"]');
    const href = next.querySelector('link[rel="stylesheet"]')?.getAttribute("href");
    if (!old || !href || old.getAttribute("href") === href) return;
    const link = old.cloneNode();
    link.setAttribute("href", href);
    const done = () => old.remove();
    listen(link, "load", done);
    listen(link, "error", done);
    old.after(link);
  }

  // What the page has loaded beside itself, such as parts of the search index; whether any of it is another now.
  const data = new Map();
  async function hasOtherData() {
    const loaded = new Set(sources().filter((src) => src.startsWith(location.origin) && !/\/static\//.test(src)));
    const tags = await Promise.all([...loaded].map((src) => fetch(src, { method: "HEAD" }).then((answer) => answer.headers.get("etag"))));
    const others = [...loaded].filter((src, at) => data.get(src) !== tags[at]);
    [...loaded].forEach((src, at) => data.set(src, tags[at]));
    return others.length > 0;
  }
  // It is loaded again by the scripts that run again.
  function forgetData() {
    for (const script of [...document.head.querySelectorAll("script[src]")]) if (data.has(script.src)) script.remove();
  }

  // A picture of the same name may show something else.
  async function refreshPictures() {
    for (const image of document.images) {
      const src = image.currentSrc || image.src;
      if (!src.startsWith(location.origin)) continue;
      const answer = await fetch(src, { method: "HEAD" }).catch(() => null);
      const tag = answer?.headers.get("etag");
      if (!tag || tag === image.previewTag) continue;
      if (image.previewTag) {
        await fetch(src, { cache: "reload" });
        image.src = image.getAttribute("src");
      }
      image.previewTag = tag;
    }
  }

  async function show(state) {
    if (state.run !== run) return location.reload();
    tell(state);
    if (state.failure || state.generation === generation) return;
    const answer = await fetch(location.pathname + location.search, { cache: "no-cache" });
    const now = Number(answer.headers.get("wayfare-generation"));
    const tag = answer.headers.get("etag")?.replaceAll('"', "");
    if (!now || !tag) return;
    if (tag !== page || (await hasOtherData())) {
      // A page that is gone stays to be looked at; the banner says so.
      gone = answer.status === 404 && page !== "404";
      if (!gone && page === "404") return location.reload();
      if (!gone) await change(await answer.text());
      tell(state);
    } else gone = false;
    if (!gone) page = tag;
    generation = now;
    document.documentElement.dataset.previewGeneration = now;
    refreshPictures();
  }

  let gone = false;
  let wanted = null;
  let busy = false;
  async function follow(state) {
    wanted = state;
    if (busy) return;
    busy = true;
    while (wanted) {
      const next = wanted;
      wanted = null;
      // What cannot be asked for now is asked for with the next state.
      await show(next).catch((error) => console.warn("preview:", error));
    }
    busy = false;
  }

  // What is wrong, over the page, outside of what is changed in place.
  const banner = document.createElement("div");
  banner.setAttribute("role", "status");
  banner.id = "_preview";
  banner.hidden = true;
  document.documentElement.append(banner);
  const look = (element, style) => (Object.assign(element.style, style), element);
  look(banner, {
    position: "fixed", insetInline: "0", bottom: "0", zIndex: "1000", maxHeight: "45vh", overflow: "auto",
    padding: "0.6rem 1rem", font: "0.9rem/1.4 system-ui, sans-serif", color: "#fff", background: "#7d1a1a",
  });
  // The file that this page is made of, where it is broken and the page shows what it said last.
  function held(findings) {
    const here = decodeURI(location.pathname).replace(/^\//, "").replace(/\/$/, "/index.html");
    const isHere = (page) => page === here || (page.startsWith("journeys/") && here.startsWith(page.replace(/index\.html$/, "")));
    return findings?.held.find(({ page }) => page && isHere(page));
  }
  let said = "";
  function tell({ failure, findings }) {
    const heads = [failure, gone && "This page is no longer there."].filter(Boolean);
    if (findings === null && !failure && !gone) return;
    const own = held(findings);
    if (own) heads.push(`This page shows what ${own.file} said before`);
    if (findings?.errors) heads.push(`${findings.summary} in the workspace`);
    const list = findings?.errors ? findings.text : "";
    const text = own && !list.includes(own.text) ? `${own.text}\n\n${list}` : list;
    const all = [...heads, text].join("\n");
    if (all === said) return;
    said = all;
    banner.hidden = heads.length === 0;
    const head = look(Object.assign(document.createElement("strong"), { textContent: heads.join(" · ") }), { display: "block" });
    const lines = Object.assign(document.createElement("pre"), { textContent: text, dir: "auto" });
    look(lines, { margin: "0.4rem 0 0", font: "0.8rem/1.35 ui-monospace, monospace", whiteSpace: "pre-wrap", color: "inherit", background: "none", border: "0", padding: "0" });
    banner.replaceChildren(head, ...(text ? [lines] : []));
  }

  // A tab that nobody sees does not listen: browsers open but six connections to one place.
  let events = null;
  function open() {
    if (events && events.readyState !== EventSource.CLOSED) return;
    events = new EventSource("/_wayfare/events");
    listen(events, "message", (event) => follow(JSON.parse(event.data)));
  }
  function close() {
    events?.close();
    events = null;
  }
  listen(document, "visibilitychange", () => (document.hidden ? close() : open()));
  listen(window, "pagehide", close);
  listen(window, "pageshow", () => document.hidden || open());
  setInterval(() => document.hidden || open(), 2000);
  listen(document, "DOMContentLoaded", refreshPictures);
  document.documentElement.dataset.previewGeneration = generation;
  if (!document.hidden) open();
})();

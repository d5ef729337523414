// A journey's map: lanes put away, one persona's view, all of it in the width of the page, keys between its cells, and
// what an item is when one points at it. What is chosen stays in the address.
"use strict";
(() => {
  const box = document.querySelector("[data-map]");
  if (!box) return;
  const map = box.querySelector("table");
  const view = document.querySelector("[data-map-view]");
  const { persona } = view.elements;
  const button = view.querySelector("[data-fit]");
  const hint = document.querySelector("[data-map-hint]");
  const boxes = [...document.querySelectorAll("[data-lane]")];
  // The lines of a blueprint between the lanes are no lanes.
  const rows = [...map.tBodies[0].rows].filter((row) => row.dataset.word);
  const heads = [...map.tHead.rows[1].cells].slice(1);

  // Lanes and personas. An item that names nobody is for whom its step is for; a step that names nobody is for all.
  let before = "";
  function show() {
    rows.forEach((row, at) => (row.hidden = !boxes[at].checked));
    const who = persona?.selectedIndex > 0 ? String(persona.selectedIndex) : "";
    if (who === before) return;
    before = who;
    const fits = (element, otherwise) => {
      const named = who && element.dataset.for;
      return named ? named.split(" ").includes(who) : otherwise;
    };
    const dim = (element, lit) => (element.classList.toggle("dim", !lit), lit);
    map.classList.toggle("for-one", who !== "");
    const lit = heads.map((head) => dim(head, fits(head, true)));
    const [some, all] = [new Set(), new Set()];
    for (const row of rows) {
      lit.forEach((isLit, at) => {
        const cell = row.cells[at + 1];
        if (!cell.matches(".items")) return dim(cell, isLit);
        for (const card of cell.querySelectorAll(".card")) {
          const { href } = card.firstElementChild;
          all.add(href);
          if (dim(card, fits(card, isLit))) some.add(href);
        }
      });
    }
    for (const curve of map.querySelectorAll("[data-curve]")) dim(curve, !who || curve.dataset.curve === who);
    const steps = lit.filter(Boolean).length;
    view.querySelector("[data-tally]").textContent = who && `${steps} of ${lit.length} steps, ${some.size} of ${all.size} items`;
  }

  // All of it in the width of the page. Nothing is done where it fits as it is.
  const fitted = () => button.ariaPressed === "true";
  const columns = map.querySelector("colgroup").style;
  function unfit() {
    box.classList.remove("fitted");
    map.classList.remove("fit", "titles", "dense", "tiles", "tiny");
    columns.removeProperty("--step-width");
  }
  function fit() {
    unfit();
    if (!fitted() || map.offsetWidth <= box.clientWidth) return;
    const width = () => Math.floor(((box.clientWidth - map.tHead.rows[1].cells[0].offsetWidth) / heads.length) * 100) / 100;
    const first = width();
    box.classList.add("fitted");
    map.classList.add("fit");
    map.classList.toggle("tiles", first < 64);
    map.classList.toggle("titles", first >= 64 && first < 128);
    map.classList.toggle("dense", first >= 64 && first < 96);
    columns.setProperty("--step-width", `${first}px`);
    // The names of the lanes may be narrower now, and a scroll bar gone.
    const last = width();
    columns.setProperty("--step-width", `${last}px`);
    map.classList.toggle("tiny", last < 18);
  }
  // Once a layout is there: none is made only to look at it. Nothing is inherited, which would be all cells' work.
  const observer = new ResizeObserver(() => {
    button.hidden = !map.matches(".fit") && map.offsetWidth <= box.clientWidth;
    const { offsetHeight } = map.tHead;
    box.style.scrollPaddingTop = `${offsetHeight + 8}px`;
    for (const row of rows) row.cells[0].firstElementChild.style.top = `${offsetHeight + 10}px`;
  });
  observer.observe(box);
  observer.observe(map.tHead);
  // A sheet has the width for whole cards, or else for an overview.
  addEventListener("beforeprint", () => {
    unfit();
    if (!map.matches(".steps-many")) return;
    map.classList.add("fit", "tiles");
    map.classList.toggle("tiny", heads.length > 80);
  });
  addEventListener("afterprint", fit);

  function change() {
    const state = new URLSearchParams();
    const named = (lanes) => lanes.map((lane) => lane.name).join(" ");
    state.set("without", named(boxes.filter((lane) => lane.defaultChecked && !lane.checked)));
    state.set("with", named(boxes.filter((lane) => !lane.defaultChecked && lane.checked)));
    state.set("persona", persona?.value ?? "");
    state.set("fit", fitted() ? "width" : "");
    wayfare.writeState(state);
    show();
    fit();
  }
  function restore() {
    const state = wayfare.readState();
    const [away, added] = ["without", "with"].map((name) => (state.get(name) ?? "").split(" "));
    for (const lane of boxes) lane.checked = lane.defaultChecked ? !away.includes(lane.name) : added.includes(lane.name);
    if (persona) persona.value = state.get("persona") ?? "";
    if (persona?.selectedIndex === -1) persona.value = "";
    button.ariaPressed = String(state.get("fit") === "width");
    show();
    fit();
  }
  for (const lane of boxes) lane.addEventListener("change", change);
  view.addEventListener("submit", (event) => event.preventDefault());
  view.addEventListener("input", change);
  button.addEventListener("click", () => {
    button.ariaPressed = String(button.ariaPressed !== "true");
    change();
  });
  // An anchor chooses nothing.
  addEventListener("hashchange", () => (location.hash === "" || location.hash.includes("=")) && restore());
  let width = innerWidth;
  addEventListener("resize", () => {
    if (width !== innerWidth) fit();
    width = innerWidth;
  });

  // Keys. The map is one stop of the Tab key; arrow keys go from cell to cell, and through the cards of one.
  const grid = [map.tHead.rows[1], ...rows];
  const stops = (cell) => {
    const links = [...cell.querySelectorAll("a")];
    return links.length > 0 ? links : [cell];
  };
  let stop;
  function stopAt(to) {
    if (stop) stop.tabIndex = -1;
    stop = to;
    stop.tabIndex = 0;
  }
  for (const link of map.querySelectorAll("a")) link.tabIndex = -1;
  stopAt(stops(heads[0])[0]);
  function target(key, jump, cell) {
    const shown = grid.filter((row) => !row.hidden);
    const row = shown.indexOf(cell.parentElement);
    const column = cell.cellIndex;
    const place = stops(cell).indexOf(stop);
    const at = (row, column, place = 0) => {
      const to = shown[row]?.cells[column];
      // The corner is empty.
      return to && (row > 0 || column > 0) ? stops(to).at(Math.min(place, stops(to).length - 1)) : null;
    };
    const last = heads.length;
    switch (key) {
      case "ArrowRight": return at(row, column + 1, place);
      case "ArrowLeft": return at(row, column - 1, place);
      case "ArrowDown": return stops(cell)[place + 1] ?? at(row + 1, column);
      case "ArrowUp": return place > 0 ? stops(cell)[place - 1] : at(row - 1, column, Infinity);
      case "PageDown": return at(row + 1, column);
      case "PageUp": return at(row - 1, column);
      case "Home": return at(jump ? 0 : row, 1);
      case "End": return at(jump ? shown.length - 1 : row, last);
    }
  }
  map.addEventListener("focusin", (event) => stopAt(event.target));
  map.addEventListener("keydown", (event) => {
    const keys = ["ArrowRight", "ArrowLeft", "ArrowDown", "ArrowUp", "PageDown", "PageUp", "Home", "End"];
    if (!keys.includes(event.key) || event.altKey || event.metaKey || event.shiftKey) return;
    if (event.ctrlKey && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const to = target(event.key, event.ctrlKey, event.target.closest("th, td"));
    if (!to) return;
    // A cell takes the focus only once it is a stop.
    stopAt(to);
    to.focus({ preventScroll: true });
    (to.closest(".card") ?? to).scrollIntoView({ block: "nearest", inline: "nearest" });
  });

  // What an item is: beside its card, until the pointer or focus leaves both or Escape is pressed.
  const tip = Object.assign(document.createElement("div"), { className: "map-tip", id: "_map-tip", role: "tooltip", hidden: true });
  document.body.append(tip);
  const said = new Map();
  let about;
  let timer;
  let asked = false;
  // Parts of the summaries call this.
  wayfare.summaries = (lines) => {
    for (const [href, ...words] of lines) said.set(href, words);
    if (about) tell(about);
  };
  function ask() {
    if (asked) return;
    asked = true;
    for (let part = 1; part <= box.dataset.map; part += 1) {
      document.head.append(Object.assign(document.createElement("script"), { src: `summaries.${part}.js` }));
    }
  }
  function later(act, wait) {
    clearTimeout(timer);
    timer = setTimeout(act, wait);
  }
  function close() {
    clearTimeout(timer);
    tip.hidden = true;
    about?.querySelector("a")?.removeAttribute("aria-describedby");
    about = null;
  }
  function tell(owner) {
    if (about !== owner) close();
    const link = owner.querySelector("a") ?? owner;
    const lane = owner.closest("tr").dataset.word;
    const head = heads[owner.closest("td, th").cellIndex - 1];
    const number = `Step ${head.firstElementChild.textContent}`;
    const step = map.matches(".tiles") && owner !== head && `${number}: ${head.querySelector("[dir]").textContent}`;
    const names = [...owner.querySelectorAll(".person > [dir]")].map((name) => name.textContent).join(", ");
    const words = owner.matches(".card") ? (said.get(link.getAttribute("href")) ?? []) : [];
    about = owner;
    // Where the card itself says all there is to say.
    if (words.join("") === "" && !map.matches(".tiles, .titles")) return;
    const line = (name, className, text) =>
      text && Object.assign(document.createElement(name), { className, textContent: text, dir: "auto" });
    const lines = [
      line("span", "kind", lane ?? number),
      line("strong", "", owner.matches(".people-cell") ? names : link.textContent.trim()),
      line("span", "", words[0]),
      line("span", "stands", step),
      line("span", "stands", words[1]),
    ];
    tip.className = `map-tip ${owner.className.replace(/card|dim/g, "")}`;
    tip.replaceChildren(...lines.filter(Boolean));
    tip.hidden = false;
    place();
    if (owner.matches(".card")) link.setAttribute("aria-describedby", tip.id);
  }
  function place() {
    const card = about.getBoundingClientRect();
    const frame = box.getBoundingClientRect();
    if (card.bottom < frame.top || card.top > frame.bottom || card.right < frame.left || card.left > frame.right) return close();
    const { width, height } = tip.getBoundingClientRect();
    const { clientWidth, clientHeight } = document.documentElement;
    let [left, top] = [card.right + 6, card.top];
    if (left + width > clientWidth - 8) left = card.left - width - 6;
    if (left < 8) [left, top] = [Math.max(8, Math.min(card.left, clientWidth - width - 8)), card.bottom + 6];
    if (left === card.left && top + height > clientHeight - 8) top = card.top - height - 6;
    tip.style.left = `${left}px`;
    tip.style.top = `${Math.max(8, Math.min(top, clientHeight - height - 8))}px`;
  }
  const owner = (event) => {
    const people = map.matches(".tiles, .titles") ? ", .people-cell:has(a)" : "";
    const tiles = map.matches(".tiles") ? ", .step, .text:not(:empty)" : "";
    return event.target.closest(`.card${people}${tiles}`);
  };
  map.addEventListener("pointerover", (event) => {
    const over = event.pointerType !== "touch" && owner(event);
    if (!over) return;
    ask();
    if (over === about) clearTimeout(timer);
    else later(() => tell(over), tip.hidden ? 350 : 120);
  });
  map.addEventListener("pointerout", (event) => owner(event) && later(close, 250));
  tip.addEventListener("pointerenter", () => clearTimeout(timer));
  tip.addEventListener("pointerleave", () => later(close, 250));
  map.addEventListener("focusin", (event) => {
    const over = event.target.matches(":focus-visible") && owner(event);
    if (!over) return;
    ask();
    later(() => tell(over), 150);
  });
  map.addEventListener("focusout", close);
  addEventListener("keydown", (event) => event.key === "Escape" && close());
  addEventListener("scroll", () => about && !tip.hidden && place(), { capture: true, passive: true });

  view.hidden = hint.hidden = false;
  box.setAttribute("aria-describedby", hint.id);
  restore();
})();

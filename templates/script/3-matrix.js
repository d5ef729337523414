// A journey's matrix: what the legend names can be put away; a dot and its row in the list light up together, and the
// dot says what it is; the dots are one stop of the Tab key, and arrow keys move between them.
(() => {
  "use strict";
  const chart = document.querySelector("[data-matrix]");
  if (!chart) return;
  const marks = [...chart.querySelectorAll(".dot, .rest")];
  const dots = new Map([...chart.querySelectorAll(".dot")].map((dot) => [dot.dataset.dot, dot]));
  const rows = new Map([...document.querySelectorAll("[data-number]")].map((row) => [row.dataset.number, row]));
  const isShown = (mark) => !mark.classList.contains("away");

  // The tip, in place of the browser's own.
  const tip = Object.assign(document.createElement("p"), { className: "matrix-tip", hidden: true });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  for (const mark of marks) mark.querySelector("title").remove();

  function tell(mark) {
    const row = rows.get(mark.dataset.dot);
    const lines = row
      ? [row.querySelector("a").textContent, [...row.querySelectorAll(".facts > *")].map((fact) => fact.textContent).join(" · ")]
      : [mark.getAttribute("aria-label").replace(/^.*?: /, "")];
    tip.replaceChildren(...lines.map((line) => Object.assign(document.createElement("span"), { textContent: line, dir: "auto" })));
    tip.hidden = false;
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const most = document.documentElement.clientWidth - width - 8;
    tip.style.left = `${Math.max(8, Math.min((left + right - width) / 2, most)) + scrollX}px`;
    tip.style.top = `${(top < height + 8 ? bottom + 8 : top - height - 8) + scrollY}px`;
  }

  let lit = [];
  function light(number, mark) {
    for (const element of lit) element.classList.remove("lit");
    lit = [rows.get(number), dots.get(number)].filter(Boolean);
    for (const element of lit) element.classList.add("lit");
    if (mark) tell(mark);
    else tip.hidden = true;
  }
  function listen(element, number, mark) {
    for (const event of ["pointerenter", "focusin"]) element.addEventListener(event, () => light(number, mark));
    for (const event of ["pointerleave", "focusout"]) element.addEventListener(event, () => light());
  }
  for (const [number, row] of rows) listen(row, number);
  for (const mark of marks) listen(mark, mark.dataset.dot, mark);
  addEventListener("keydown", (event) => event.key === "Escape" && light());

  // One stop of the Tab key.
  function stopAt(stop) {
    for (const mark of marks) mark.setAttribute("tabindex", mark === stop ? 0 : -1);
  }
  const middle = (mark) => {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  // The nearest in a direction; what lies aside is twice as far.
  function next(from, across, down) {
    const [x, y] = middle(from);
    let [best, least] = [from, Infinity];
    for (const mark of marks.filter(isShown)) {
      const [right, below] = [middle(mark)[0] - x, middle(mark)[1] - y];
      const [ahead, aside] = across ? [right * across, below] : [below * down, right];
      const far = ahead + 2 * Math.abs(aside);
      if (ahead > 1 && far < least) [best, least] = [mark, far];
    }
    return best;
  }
  const keys = {
    ArrowRight: (from) => next(from, 1, 0),
    ArrowLeft: (from) => next(from, -1, 0),
    ArrowDown: (from) => next(from, 0, 1),
    ArrowUp: (from) => next(from, 0, -1),
    Home: () => marks.find(isShown),
    End: () => marks.findLast(isShown),
  };
  chart.addEventListener("focusin", (event) => marks.includes(event.target) && stopAt(event.target));
  chart.addEventListener("keydown", (event) => {
    const from = event.target.closest(".dot, .rest");
    if (!from || !keys[event.key] || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    keys[event.key](from).focus();
  });

  // What the legend names can be put away.
  const boxes = [...document.querySelectorAll("[data-away]")].map((entry) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true, name: entry.dataset.away });
    const label = document.createElement("label");
    label.append(box, ...entry.childNodes);
    entry.replaceChildren(label);
    box.addEventListener("change", () => {
      const state = wayfare.readState();
      state.set("without", boxes.filter((box) => !box.checked).map((box) => box.name).join(" "));
      wayfare.writeState(state);
      show();
    });
    return box;
  });
  function show() {
    const away = boxes.filter((box) => !box.checked).map((box) => box.name);
    for (const badge of document.querySelectorAll(".matrix-list .badge")) {
      badge.parentElement.hidden = away.some((name) => badge.classList.contains(name));
    }
    for (const [number, dot] of dots) dot.classList.toggle("away", rows.get(number).hidden);
    for (const list of document.querySelectorAll(".matrix-list")) {
      const count = list.querySelectorAll("li:not([hidden])").length;
      for (const place of [list.querySelector(".count"), chart.querySelector(`[data-count="${list.dataset.list}"]`)]) {
        if (place) place.textContent = count;
      }
    }
    for (const rest of chart.querySelectorAll(".rest")) {
      const [first, count] = [+rest.dataset.first, +rest.dataset.rest];
      const numbers = Array.from({ length: count }, (_, at) => first + at).filter((at) => !rows.get(String(at)).hidden);
      rest.classList.toggle("away", numbers.length === 0);
      if (numbers.length === 0) continue;
      const short = `+${numbers.length < 1000 ? numbers.length : `${Math.floor(numbers.length / 1000)}k`}`;
      rest.querySelector("text").textContent = short;
      rest.setAttribute("aria-label", `${short}: ${rest.dataset.more}`);
      rest.setAttribute("href", `#_item-${numbers[0]}`);
    }
    stopAt(marks.find(isShown));
  }
  function restore() {
    // An anchor of this page leaves the choice as it is.
    if (location.hash.length > 1 && !location.hash.includes("=")) return;
    const away = (wayfare.readState().get("without") ?? "").split(" ");
    for (const box of boxes) box.checked = !away.includes(box.name);
    show();
  }
  addEventListener("hashchange", restore);
  show();
  restore();
})();

// A journey's matrix: one stop of the Tab key for all dots, which arrow keys move between; a dot and its row in the
// list light up together, and the dot says what it is.
(() => {
  "use strict";
  const chart = document.querySelector("[data-matrix]");
  if (!chart) return;
  const marks = [...chart.querySelectorAll(".dot, .rest")];
  const rows = new Map([...document.querySelectorAll("[data-number]")].map((row) => [row.dataset.number, row]));
  const dots = new Map(marks.map((mark) => [mark.dataset.dot, mark]));
  if (marks.length === 0) return;

  const tip = Object.assign(document.createElement("p"), { className: "matrix-tip", hidden: true, dir: "auto" });
  tip.setAttribute("aria-hidden", "true");
  document.body.append(tip);
  // What the browser itself would show on top of the tip.
  for (const mark of marks) mark.querySelector("title").remove();

  let lit = [];
  function light(number, mark) {
    for (const element of lit) element.classList.remove("lit");
    lit = [rows.get(number), dots.get(number)].filter(Boolean);
    for (const element of lit) element.classList.add("lit");
    tip.hidden = !mark;
    if (!mark) return;
    tip.textContent = mark.getAttribute("aria-label");
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    const { width, height } = tip.getBoundingClientRect();
    const most = document.documentElement.clientWidth - width - 8;
    tip.style.left = `${Math.max(8, Math.min((left + right - width) / 2, most)) + scrollX}px`;
    tip.style.top = `${(top - height - 8 < 0 ? bottom + 8 : top - height - 8) + scrollY}px`;
  }
  const dark = () => light();

  for (const mark of marks) {
    const show = () => light(mark.dataset.dot, mark);
    for (const event of ["pointerenter", "focus"]) mark.addEventListener(event, show);
    for (const event of ["pointerleave", "blur"]) mark.addEventListener(event, dark);
    mark.addEventListener("focus", () => stop(mark));
  }
  for (const [number, row] of rows) {
    for (const event of ["pointerenter", "focusin"]) row.addEventListener(event, () => light(number));
    for (const event of ["pointerleave", "focusout"]) row.addEventListener(event, dark);
  }
  addEventListener("keydown", (event) => event.key === "Escape" && dark());

  function stop(at) {
    for (const mark of marks) mark.setAttribute("tabindex", mark === at ? 0 : -1);
  }
  stop(marks[0]);

  const middle = (mark) => {
    const { left, right, top, bottom } = mark.getBoundingClientRect();
    return [(left + right) / 2, (top + bottom) / 2];
  };
  // The nearest in a direction: what is aside counts twice.
  function next(from, across, down) {
    const [x, y] = middle(from);
    let [best, least] = [null, Infinity];
    for (const mark of marks) {
      const [dx, dy] = middle(mark).map((place, axis) => place - [x, y][axis]);
      const [ahead, aside] = across ? [dx * across, Math.abs(dy)] : [dy * down, Math.abs(dx)];
      if (ahead > 1 && ahead + 2 * aside < least) [best, least] = [mark, ahead + 2 * aside];
    }
    return best;
  }
  const ways = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] };
  chart.addEventListener("keydown", (event) => {
    const from = event.target.closest(".dot, .rest");
    if (!from || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const to = { Home: marks[0], End: marks.at(-1) }[event.key] ?? (ways[event.key] && next(from, ...ways[event.key]));
    if (!to && !ways[event.key]) return;
    event.preventDefault();
    to?.focus();
  });
})();

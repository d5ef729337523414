// Chains of reasons: pointing at an item shows what leads to it and where it leads; finding and narrowing.
"use strict";
for (const graph of document.querySelectorAll("[data-graph]")) {
  const nodes = new Map();
  const lines = [];
  for (const item of graph.querySelectorAll("[data-node]")) {
    nodes.set(item.dataset.node, { item, before: [], after: [], text: item.querySelector("a").textContent.toLowerCase() });
  }
  for (const path of graph.querySelectorAll("[data-link]")) {
    const [from, to] = path.dataset.link.split(" ");
    lines.push({ path, from, to });
    nodes.get(from).after.push(to);
    nodes.get(to).before.push(from);
  }
  // What stays lit when nothing is pointed at; null for everything.
  let kept = null;

  function chain(starts) {
    const lit = new Set(starts);
    for (const side of ["before", "after"]) {
      const seen = new Set(starts);
      for (const name of seen) nodes.get(name)[side].forEach((next) => seen.add(next));
      for (const name of seen) lit.add(name);
    }
    return lit;
  }

  function light(lit) {
    graph.classList.toggle("tracing", lit !== null);
    if (lit === null) return;
    for (const [name, { item }] of nodes) item.classList.toggle("on", lit.has(name));
    for (const { path, from, to } of lines) path.classList.toggle("on", lit.has(from) && lit.has(to));
  }

  const nodeAt = (event) => event.target.closest?.("[data-node]");
  for (const [enter, leave] of [["pointerover", "pointerout"], ["focusin", "focusout"]]) {
    graph.addEventListener(enter, (event) => {
      const node = nodeAt(event);
      if (node && !event.target.closest(".graph-space")) light(chain([node.dataset.node]));
    });
    graph.addEventListener(leave, (event) => nodeAt(event) && light(kept));
  }

  // On a narrow screen the item that the page is about may be out of sight.
  const current = graph.querySelector(".current");
  const box = graph.parentElement;
  if (current && box.scrollWidth > box.clientWidth) {
    const gone = current.getBoundingClientRect().left - box.getBoundingClientRect().left;
    box.scrollLeft += gone - (box.clientWidth - current.offsetWidth) / 2;
  }

  const form = document.querySelector("[data-chain-filters]");
  if (!form) continue;
  const found = document.querySelector("[data-found]");
  const tally = found.textContent;

  function show() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const which = form.elements.show.value;
    graph.classList.toggle("only-linked", which === "linked");
    const fits = ([, node]) =>
      words.every((word) => node.text.includes(word)) && (which !== "gaps" || node.item.querySelector(".gap"));
    const hits = words.length > 0 || which === "gaps" ? [...nodes].filter(fits).map(([name]) => name) : null;
    kept = hits && chain(hits);
    light(kept);
    found.textContent = hits ? `${hits.length} of ${nodes.size} items` : tally;
    if (hits?.length > 0 && words.length > 0) nodes.get(hits[0]).item.lastElementChild.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  function restore() {
    const state = wayfare.readState();
    for (const field of [form.elements.q, form.elements.show]) {
      field.value = state.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", () => {
    show();
    wayfare.writeState(new URLSearchParams(new FormData(form)));
  });
  form.addEventListener("reset", () => {
    // The fields are empty only after this event.
    setTimeout(() => form.dispatchEvent(new Event("input")));
  });
  addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
}

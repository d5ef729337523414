// A journey's table: filters, sorting, the choice of columns. Without it the table shows everything.
"use strict";
(() => {
  const table = document.querySelector("[data-table]");
  const form = document.querySelector("[data-filters]");
  if (!table || !form) return;
  const heads = [...table.tHead.rows[0].cells];
  const columns = heads.map((head) => head.dataset.column);
  const body = table.tBodies[0];
  const rows = [...body.rows].map((row, place) => ({ row, place, text: row.textContent.toLowerCase() }));
  const shown = document.querySelector("[data-shown]");
  const none = document.querySelector("[data-none]");
  const boxes = new Map();
  let sort = "";

  const cell = (entry, column) => entry.row.cells[columns.indexOf(column)];
  const values = (entry, column) => {
    const at = cell(entry, column);
    const parts = at.querySelectorAll(".value");
    if (parts.length > 0) return [...parts].map((part) => part.textContent);
    const name = at.querySelector(".person > span:last-child");
    return [(name ?? at).textContent.trim()];
  };
  const key = (entry, column) => {
    const at = cell(entry, column);
    return at.dataset.order ?? values(entry, column).join(", ");
  };
  // Blank cells come last, whatever the direction.
  const compare = (column, backwards) => (a, b) => {
    const [one, two] = [key(a, column), key(b, column)];
    if (one === "" || two === "") return (one === "") - (two === "") || a.place - b.place;
    const order = one.localeCompare(two, undefined, { numeric: true, sensitivity: "base" });
    return (backwards ? -order : order) || a.place - b.place;
  };

  function show() {
    const words = form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = [...form.querySelectorAll("select")].filter((select) => select.value);
    let count = 0;
    for (const entry of rows) {
      const fits =
        words.every((word) => entry.text.includes(word)) &&
        wanted.every((select) => values(entry, select.name).includes(select.value));
      entry.row.hidden = !fits;
      count += fits;
    }
    const backwards = sort.startsWith("-");
    const column = sort.replace("-", "");
    const order = column ? [...rows].sort(compare(column, backwards)) : rows;
    if (order.some((entry, at) => body.rows[at] !== entry.row)) body.append(...order.map((entry) => entry.row));
    heads.forEach((head) => {
      if (head.dataset.column !== column) head.removeAttribute("aria-sort");
      else head.ariaSort = backwards ? "descending" : "ascending";
    });
    const away = columns.filter((name) => boxes.has(name) && !boxes.get(name).checked);
    for (const row of table.rows) {
      columns.forEach((name, at) => (row.cells[at].hidden = away.includes(name)));
    }
    shown.textContent = count === rows.length ? `${count} items` : `${count} of ${rows.length} items`;
    none.hidden = count > 0;
    table.parentElement.hidden = count === 0;
    return away;
  }

  function change() {
    const away = show();
    const state = new URLSearchParams();
    for (const { name, value } of form.querySelectorAll("select, [name=q]")) state.set(name, value);
    state.set("sort", sort);
    state.set("without", away.join(" "));
    wayfare.writeState(state);
  }

  function restore() {
    const state = wayfare.readState();
    for (const field of form.querySelectorAll("select, [name=q]")) {
      field.value = state.get(field.name) ?? "";
      if (field.selectedIndex === -1) field.value = "";
    }
    sort = state.get("sort") ?? "";
    if (!columns.includes(sort.replace("-", ""))) sort = "";
    const away = (state.get("without") ?? "").split(" ");
    for (const [name, box] of boxes) box.checked = !away.includes(name);
    show();
  }

  function clear() {
    form.querySelectorAll("select, [name=q]").forEach((field) => (field.value = ""));
    for (const box of boxes.values()) box.checked = true;
    sort = "";
    change();
  }

  const choices = form.querySelector("[data-columns]");
  heads.forEach((head, at) => {
    const word = head.textContent;
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = word;
    button.addEventListener("click", () => {
      const name = columns[at];
      sort = sort === name ? `-${name}` : sort === `-${name}` ? "" : name;
      change();
    });
    head.replaceChildren(button);
    if (at === 0) return;
    const label = document.createElement("label");
    const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: true });
    box.addEventListener("change", change);
    label.append(box, word);
    choices.append(label);
    boxes.set(columns[at], box);
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", change);
  form.addEventListener("reset", (event) => {
    event.preventDefault();
    clear();
  });
  none.querySelector("[data-clear]").addEventListener("click", clear);
  addEventListener("hashchange", restore);
  form.hidden = false;
  restore();
})();

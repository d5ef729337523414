// The search page: the index, loaded in parts once one searches, and the results, ranked while parts still come.
// Records come from the index as text and are only ever shown as text.
"use strict";
(() => {
  const form = document.querySelector("[data-search]");
  const field = form.elements.q;

  const PAGE = 30;
  const EXCERPT = 220;
  // A long text is searched in pieces, each of which begins a little before the one before it ends.
  const PIECE = 6000;
  const OVERLAP = 120;
  const AT_ONCE = 4;
  const links = () => [...list.querySelectorAll("a")];
  const at = (name) => document.querySelector(`[data-${name}]`);
  const [found, list, more, keys, lists] = ["found", "results", "more", "keys", "lists"].map(at);
  const boxes = [...form.querySelectorAll("[name=kind]")];
  // Not all kinds of record are equally likely to be what one looks for.
  const worth = { journey: 1.5, persona: 1.3, member: 1.3, item: 0.9, signal: 0.7 };
  const records = [];
  const texts = [];
  // By their addresses, records whose texts come in slices; slices may come before their record.
  const byAddress = new Map();
  let engine;
  let results = [];
  let drawn = [];
  let hits = 0;
  let shown = PAGE;
  let lost = false;
  let broken = false;
  let next = 0;
  const lose = () => (lost = true);
  let loading = false;
  let loaded = false;
  let some = false;

  // Letters without their accents: what a person types on any keyboard.
  const special = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" };
  const marks = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670]/g;
  function fold(text) {
    const lower = text.toLowerCase();
    if (/^[\x00-\x7f]*$/.test(lower)) return lower;
    const bare = lower.normalize("NFKD").replace(marks, "").normalize("NFC");
    return bare.replace(/[ßæœøłđðþı]/g, (letter) => special[letter]);
  }

  // The words of a text and where they stand. Scripts that put no spaces between words are taken in pairs of letters;
  // the last letter stands alone too, so that each letter begins a term.
  const word = /[\p{L}\p{N}\p{M}]+/gu;
  const stretch = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]+|[^\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]+/gu;
  const unspaced = /^[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}ー]/u;
  function pieces(text, asked) {
    const all = [];
    for (const run of text.matchAll(word)) {
      const plain = /^[\x00-\x7f]*$/.test(run[0]);
      for (const part of plain ? [Object.assign([run[0]], { index: 0 })] : run[0].matchAll(stretch)) {
        const start = run.index + part.index;
        if (plain || !unspaced.test(part[0])) {
          all.push({ term: fold(part[0]), start, end: start + part[0].length });
          continue;
        }
        const letters = [...part[0]];
        let from = start;
        letters.forEach((letter, place) => {
          const pair = letter + (letters[place + 1] ?? "");
          const last = place + 1 === letters.length;
          if (!(asked && last && place > 0)) all.push({ term: fold(pair), start: from, end: from + pair.length });
          from += letter.length;
        });
      }
    }
    return all;
  }
  const terms = (asked) => (text) => pieces(text, asked).map((piece) => piece.term);

  function load(address) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = address;
      script.onload = resolve;
      script.onerror = reject;
      asked.add(script);
      document.head.append(script);
    });
  }

  function start() {
    engine ??= load(form.dataset.engine).then(
      () =>
        new MiniSearch({
          fields: ["title", "words", "text"],
          tokenize: terms(false),
          processTerm: (term) => term,
          searchOptions: {
            tokenize: terms(true),
            boost: { title: 5, words: 2 },
            weights: { prefix: 0.6, fuzzy: 0.2 },
            prefix: (term, place, all) => term.length > 1 || all.length === 1 || unspaced.test(term),
            fuzzy: (term) => (unspaced.test(term) || /\d/.test(term) || term.length < 4 ? false : term.length < 8 ? 1 : 2),
            boostDocument: (id) => worth[texts[id].record.kind] ?? 1,
          },
        }),
    );
    // Without it nothing is found, which must not look as if nothing were there; one may try again.
    engine.then(
      () => (broken = false),
      () => {
        broken = true;
        engine = undefined;
      },
    );
    return engine;
  }

  const soon = () => new Promise((resolve) => setTimeout(resolve));
  let adding = Promise.resolve();
  // Parts of the index call this. Where this runs anew, as in a preview, the older run and its parts fall silent.
  const asked = new Set();
  const own = {
    add(kind, rows) {
      if (asked.has(document.currentScript)) adding = adding.then(() => take(kind, rows));
    },
  };
  const isOver = () => wayfare.search !== own;
  wayfare.search = own;

  // What a row of the index has to say, in pieces; nothing yet for a further slice whose record has not come.
  function placed(kind, [title, href, place, words, text]) {
    const address = `${kind} ${href}`;
    const of = (record, slice) => pieceIn(slice).map((text) => ({ record, title: "", words: "", text }));
    const known = byAddress.get(address) ?? { slices: [] };
    byAddress.set(address, known);
    if (title === "" && words === "+") {
      if (known.record) return of(known.record, text);
      known.slices.push(text);
      return [];
    }
    const record = { kind, title, href, place, name: fold(title), id: records.length };
    records.push(record);
    const all = of(record, text);
    Object.assign(all[0], { title, words });
    if (known.record) return all;
    known.record = record;
    return [...all, ...known.slices.splice(0).flatMap((slice) => of(record, slice))];
  }

  function pieceIn(text) {
    const all = [];
    let from = 0;
    while (text.length - from > PIECE) {
      const blank = text.lastIndexOf(" ", from + PIECE);
      const end = blank > from + PIECE / 2 ? blank : from + PIECE;
      all.push(text.slice(from, end));
      const before = text.indexOf(" ", end - OVERLAP);
      from = before >= 0 && before < end ? before + 1 : end - OVERLAP;
    }
    return [...all, text.slice(from)];
  }

  // In short turns, so that typing is never held up.
  async function take(kind, rows) {
    const mini = await start().catch(() => null);
    if (!mini) return;
    let began = performance.now();
    for (const row of rows) {
      for (const { record, title, words, text } of placed(kind, row)) {
        const id = texts.push({ record, text }) - 1;
        mini.add({ id, title, words, text });
        if (performance.now() - began < 12) continue;
        await soon();
        began = performance.now();
      }
    }
    // Searching again takes time too: at most a fifth of it.
    if (performance.now() > next) show();
  }

  async function loadAll() {
    if (loading) return;
    loading = true;
    const first = (box) => (box.checked ? 0 : 1);
    const parts = [...boxes]
      .sort((a, b) => first(a) - first(b))
      .flatMap((box) => Array.from({ length: box.dataset.parts }, (_, number) => `${box.value}.${number + 1}.js`));
    const one = async () => {
      for (let part = parts.shift(); part && !isOver(); part = parts.shift()) {
        await load(part).catch(lose);
        await adding;
      }
    };
    await start().catch(lose);
    await Promise.all(Array.from({ length: AT_ONCE }, one));
    loaded = true;
    show();
  }

  function search(mini, query) {
    const text = query.trim();
    const wanted = new Set(terms(true)(text));
    const all = gathered(mini.search(text, { combineWith: "OR" }));
    const whole = all.filter((hit) => hit.wanted.size === wanted.size);
    some = whole.length === 0 && /\s/.test(text);
    const found = some ? all : whole;
    found.sort((a, b) => b.score - a.score || a.id - b.id);
    // A title that begins as one types is almost surely meant.
    const name = fold(text);
    const near = (hit) => {
      const title = records[hit.id].name;
      return title === name ? 4 : title.startsWith(name) ? 2 : title.includes(name) ? 1.4 : 1;
    };
    const top = found.slice(0, 500).map((hit) => ({ hit, score: hit.score * near(hit) }));
    top.sort((a, b) => b.score - a.score || a.hit.id - b.hit.id);
    return [...top.map(({ hit }) => hit), ...found.slice(500)];
  }

  // Hits by record: what is wanted may stand in different pieces of its text. The one with the most of it is shown.
  function gathered(hits) {
    const all = new Map();
    for (const { id, score, terms: matched, queryTerms, match } of hits) {
      const { record, text } = texts[id];
      const inText = Object.values(match).filter((fields) => fields.includes("text")).length;
      const own = { score, count: queryTerms.length };
      if (!all.has(record.id)) all.set(record.id, { id: record.id, best: own, inText: -1, wanted: new Set(), terms: new Set() });
      const hit = all.get(record.id);
      queryTerms.forEach((term) => hit.wanted.add(term));
      matched.forEach((term) => hit.terms.add(term));
      if (own.count > hit.best.count || (own.count === hit.best.count && score > hit.best.score)) hit.best = own;
      if (inText > hit.inText) Object.assign(hit, { inText, text });
    }
    for (const hit of all.values()) hit.score = (hit.best.score * hit.wanted.size) / hit.best.count;
    return [...all.values()];
  }

  async function show() {
    const query = field.value;
    const asked = terms(true)(query).length > 0;
    const mini = asked && (await start().catch(() => null));
    if (query !== field.value || isOver()) return;
    const began = performance.now();
    const all = mini ? search(mini, query) : [];
    const chosen = boxes.filter((box) => box.checked).map((box) => box.value);
    const counts = new Map();
    for (const { id } of all) counts.set(records[id].kind, (counts.get(records[id].kind) ?? 0) + 1);
    for (const box of boxes) {
      const count = box.closest("label").querySelector("[data-count]");
      const number = asked ? (counts.get(box.value) ?? 0) : Number(count.dataset.count);
      count.textContent = number.toLocaleString("en");
      box.closest("label").classList.toggle("none", number === 0);
    }
    results = chosen.length > 0 ? all.filter(({ id }) => chosen.includes(records[id].kind)) : all;
    hits = all.length;
    render();
    lists.hidden = asked;
    found.textContent = asked ? say() : "";
    next = performance.now() + Math.max(200, 4 * (performance.now() - began));
  }

  function say() {
    const [count, all] = [results.length, hits].map((number) => number.toLocaleString("en"));
    const result = `${count === all ? all : `${count} of ${all}`} ${all === "1" ? "result" : "results"}`;
    if (broken) return "The search could not be loaded. Reload the page to try again.";
    const fault = lost ? " Part of the index could not be loaded; reload the page to try again." : "";
    if (!loaded) return `${result} so far …`;
    if (count === "0") return lost ? `Nothing found in what was loaded.${fault}` : "Nothing found.";
    return (some ? `No record has all of these words; ${result} with some of them.` : `${result}.`) + fault;
  }

  function render() {
    // One keeps one's place where parts come in that rank before it.
    const focused = links().indexOf(document.activeElement);
    const kept = drawn[focused];
    drawn = results.slice(0, shown).map(({ id }) => id);
    list.replaceChildren(...results.slice(0, shown).map(entry));
    if (focused >= 0) (links()[drawn.indexOf(kept)] ?? field).focus();
    more.hidden = results.length <= shown;
  }

  function entry({ id, terms: hits, text }) {
    const record = records[id];
    const box = boxes.find(({ value }) => value === record.kind);
    const item = element("li", `result ${record.kind}`);
    const title = element("a", "result-title");
    title.href = record.href;
    title.dir = "auto";
    title.append(...marked(record.title, hits, 0, record.title.length));
    const about = element("p", "result-about");
    const kind = element("span", "kind");
    kind.append(icon(box.dataset.icon), box.dataset.one);
    about.append(kind);
    if (record.place) {
      const place = element("span", "result-place", record.place);
      place.dir = "auto";
      about.append(place);
    }
    item.append(title, about);
    if (text) {
      const excerpt = element("p", "result-excerpt");
      excerpt.dir = "auto";
      excerpt.append(...marked(text, hits, ...around(text, hits)));
      item.append(excerpt);
    }
    return item;
  }

  function element(name, className, text = "") {
    return Object.assign(document.createElement(name), { className, textContent: text });
  }

  function icon(name) {
    const space = "http://www.w3.org/2000/svg";
    const svg = document.createElementNS(space, "svg");
    const use = document.createElementNS(space, "use");
    svg.setAttribute("class", "icon");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `#_${name}`);
    svg.append(use);
    return svg;
  }

  // The part of a text with the most of the words in it, from a blank to a blank.
  function around(text, hits) {
    const places = pieces(text).filter(({ term }) => hits.has(term));
    let best = { start: 0, count: 0 };
    for (let from = 0, to = 0; from < places.length; from += 1) {
      while (to < places.length && places[to].end - places[from].start < EXCERPT - 40) to += 1;
      const count = new Set(places.slice(from, to).map(({ term }) => term)).size;
      if (count > best.count) best = { start: places[from].start, count };
    }
    let start = Math.max(0, best.start - 40);
    if (start < 40) start = 0;
    const blank = text.indexOf(" ", start);
    if (start > 0 && blank >= 0 && blank < best.start) start = blank + 1;
    let end = Math.min(text.length, start + EXCERPT);
    if (end < text.length && text.lastIndexOf(" ", end) > start + EXCERPT / 2) end = text.lastIndexOf(" ", end);
    return [start, end];
  }

  // A stretch of a text as nodes, the words that were found in `mark`s.
  function marked(text, hits, start, end) {
    // No letter that takes two places is cut in two.
    if (/[\udc00-\udfff]/.test(text[start] ?? "")) start += 1;
    if (/[\udc00-\udfff]/.test(text[end] ?? "")) end -= 1;
    const nodes = [start > 0 ? "… " : ""];
    let from = start;
    for (const piece of pieces(text)) {
      if (!hits.has(piece.term) || piece.end > end || piece.end <= from) continue;
      const begin = Math.max(piece.start, from);
      const last = nodes.at(-1);
      if (begin === from && last instanceof Element) last.textContent += text.slice(begin, piece.end);
      else nodes.push(text.slice(from, begin), element("mark", "", text.slice(begin, piece.end)));
      from = piece.end;
    }
    nodes.push(text.slice(from, end), end < text.length ? " …" : "");
    return nodes;
  }

  let writing;
  function keep() {
    clearTimeout(writing);
    const state = new URLSearchParams({ q: field.value.trim() });
    state.set("kind", boxes.filter((box) => box.checked).map((box) => box.value).join(" "));
    wayfare.writeState(state);
  }
  function change() {
    shown = PAGE;
    clearTimeout(writing);
    // Browsers allow an address to be changed only so often.
    writing = setTimeout(keep, 300);
    if (field.value.trim() !== "") loadAll();
    show();
  }
  function restore() {
    const state = wayfare.readState();
    const chosen = (state.get("kind") ?? "").split(" ");
    const query = state.get("q") ?? "";
    if (field.value.trim() !== query) field.value = query;
    for (const box of boxes) box.checked = chosen.includes(box.value);
    boxes.find((box) => box.checked)?.closest("label").scrollIntoView({ block: "nearest", inline: "nearest" });
    shown = PAGE;
    if (field.value.trim() !== "") loadAll();
    show();
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", change);
  field.addEventListener("focus", () => start().catch(() => {}));
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const [first] = links();
    if (event.key === "ArrowDown" && first) first.focus();
    else if (event.key === "Enter" && first) first.click();
    else if (event.key === "Escape" && field.value !== "") {
      field.value = "";
      change();
    } else return;
    event.preventDefault();
  });
  list.addEventListener("keydown", (event) => {
    const all = links();
    const place = all.indexOf(document.activeElement);
    if (event.key === "ArrowDown") (all[place + 1] ?? all[place]).focus();
    else if (event.key === "ArrowUp") (all[place - 1] ?? field).focus();
    else if (event.key === "Escape") field.focus();
    else return;
    event.preventDefault();
  });
  list.addEventListener("click", keep);
  more.addEventListener("click", () => {
    const before = shown;
    shown += PAGE;
    render();
    links()[before]?.focus();
  });
  addEventListener("hashchange", restore);
  form.hidden = keys.hidden = false;
  field.focus();
  restore();
})();

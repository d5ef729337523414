// What any page must have, and where its links lead.

import { statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Complains about what a page lacks. */
export async function read(page, complain) {
  for (const text of await page.evaluate(readPage)) complain(text);
}

/** Complains about links of a page that lead nowhere in the site's folder. */
export async function followAll(page, site, complain) {
  for (const href of await page.evaluate(readLinks)) follow(href, site, complain);
}

/** Complains when a link leads nowhere in the site's folder. */
export function follow(href, site, complain) {
  if (!href.startsWith("file:")) return;
  const [address] = href.split("#");
  const path = fileURLToPath(address.split("?")[0]);
  const shown = relative(site, path);
  if (shown.startsWith("..")) return complain(`links out of the site: ${href}`);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) complain(`links to what is not there: ${join(shown)}`);
}

// Runs in the page: what it lacks.
function readPage() {
  const lacks = [];
  if (!document.title) lacks.push("no title");
  if (!document.documentElement.lang) lacks.push("no language");
  if (document.querySelectorAll("h1").length !== 1) lacks.push("not exactly one h1");
  if (document.querySelectorAll("main").length !== 1) lacks.push("not exactly one main");
  const seen = new Set();
  for (const { id } of document.querySelectorAll("[id]")) {
    if (seen.has(id)) lacks.push(`two elements with the ID ${id}`);
    seen.add(id);
  }
  for (const map of document.querySelectorAll("table.map")) {
    const cards = [...map.querySelectorAll("td .card")];
    if (cards.length === 0) lacks.push("a map without cards");
    const hidden = cards.filter((card) => card.getBoundingClientRect().width < 20);
    if (hidden.length > 0) lacks.push(`${hidden.length} cards of the map are not seen`);
    if (cards.some((card) => !card.querySelector("a, .badge.removed"))) lacks.push("a card of the map leads nowhere");
  }
  return lacks;
}

// Runs in the page: where its links lead, in full.
function readLinks() {
  return [...document.querySelectorAll("a[href], img[src], link[href], use[href], source[src]")].map((element) => {
    const written = element.getAttribute("href") ?? element.getAttribute("src");
    return new URL(written, document.baseURI).href;
  });
}

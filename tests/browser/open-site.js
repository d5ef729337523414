// Opens every page of a built site from file:// and complains about what a reader would stumble over.
//
// Usage: node open-site.js SITE CHROMIUM
// Complaints go to standard output, one a line; the exit code is 1 when there are any.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./browser.js";

const [site, executablePath] = process.argv.slice(2);
const root = pathToFileURL(site).href.replace(/\/?$/, "/");
const looks = ["light", "dark"].flatMap((colorScheme) => [380, 1280].map((width) => ({ colorScheme, width })));
const complaints = new Set();
let maps = 0;
const pages = readdirSync(site, { recursive: true })
  .map((name) => name.split("\\").join("/"))
  .filter((name) => name.endsWith(".html"))
  .sort();

const browser = await launch(executablePath);
try {
  const page = await browser.newPage();
  for (const name of pages) await open(page, name);
} finally {
  await browser.close();
}

console.log(`${pages.length} pages, ${maps} with a map, opened in ${looks.length} looks`);
if (maps === 0) complaints.add("no page has a map");
for (const complaint of complaints) console.log(complaint);
process.exitCode = complaints.size > 0 ? 1 : 0;

async function open(page, name) {
  const complain = (text) => complaints.add(`${name}: ${text}`);
  const address = root + name.split("/").map(encodeURIComponent).join("/");
  // A page that leads on by itself is no page to look at.
  const onward = /<meta http-equiv="?refresh"? content="\d+; ?url=([^"]+)"/i.exec(readFileSync(join(site, name), "utf8"));
  if (onward) return follow(new URL(onward[1].replaceAll("&amp;", "&"), address).href, complain);
  const listeners = {
    console: (message) => message.type() === "error" && complain(`console: ${message.text()}`),
    pageerror: (error) => complain(`script: ${error.message}`),
    request: (request) => {
      const url = request.url();
      if (!url.startsWith(root) && !url.startsWith("data:")) complain(`asks for ${url}`);
    },
    requestfailed: (request) => {
      // An icon may still be on its way when the next page is opened.
      if (request.failure()?.errorText !== "net::ERR_ABORTED") complain(`cannot load ${request.url()}`);
    },
  };
  for (const [event, listener] of Object.entries(listeners)) page.on(event, listener);
  await page.goto(address, { waitUntil: "load" });
  for (const look of looks) await inspect(page, look, complain);
  maps += await page.locator("table.map").count();
  for (const text of await page.evaluate(readPage)) complain(text);
  for (const href of await page.evaluate(readLinks)) follow(href, complain);
  for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
}

async function inspect(page, { colorScheme, width }, complain) {
  await page.emulateMedia({ colorScheme });
  await page.setViewportSize({ width, height: 900 });
  const excess = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return Math.max(scrollWidth - clientWidth, document.body.scrollWidth - document.body.clientWidth);
  });
  if (excess > 0) complain(`${excess} px too wide at ${width} px in ${colorScheme}`);
  const invisible = await page.evaluate(() => {
    const style = getComputedStyle(document.body);
    return style.color === style.backgroundColor;
  });
  if (invisible) complain(`text has the colour of its ground in ${colorScheme}`);
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
    if (cards.some((card) => !card.querySelector("a"))) lacks.push("a card of the map leads nowhere");
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

function follow(href, complain) {
  if (!href.startsWith("file:")) return;
  const [address] = href.split("#");
  const path = fileURLToPath(address.split("?")[0]);
  const shown = relative(site, path);
  if (shown.startsWith("..")) return complain(`links out of the site: ${href}`);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) complain(`links to what is not there: ${join(shown)}`);
}

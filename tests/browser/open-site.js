// Opens every page of a built site from file:// and complains about what a reader would stumble over.
//
// Usage: node open-site.js SITE CHROMIUM [MOST]
// With MOST, at most so many pages of a folder are opened, those that weigh most, and the same for lists in it.
// Complaints go to standard output, one a line; the exit code is 1 when there are any.

import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.js";
import * as access from "./checks/access.js";
import * as content from "./checks/content.js";
import { inspect, looks, take } from "./checks/look.js";
import { validate } from "./checks/markup.js";
import { print } from "./checks/paper.js";

/** How many pages are open at a time. */
const TABS = 2;

const [site, executablePath, most = Infinity] = process.argv.slice(2);
const root = pathToFileURL(site).href.replace(/\/?$/, "/");
const complaints = new Set();
let maps = 0;
const all = readdirSync(site, { recursive: true })
  .map((name) => name.split("\\").join("/"))
  .filter((name) => name.endsWith(".html"))
  .sort();
const pages = heaviest(all);

const browser = await launch(executablePath);
try {
  const queue = [...pages];
  await Promise.all(Array.from({ length: TABS }, () => openAll(queue)));
} finally {
  await browser.close();
}

console.log(`${pages.length} pages, ${maps} with a map, opened in ${looks.length} looks and on paper`);
const hasJourney = all.some((name) => /^journeys\/[^/]+\/index\.html$/.test(name));
if (hasJourney && maps === 0) complaints.add("no page has a map");
for (const complaint of [...complaints].sort()) console.log(complaint);
process.exitCode = complaints.size > 0 ? 1 : 0;

/** The heaviest pages of each folder, and of its lists, which have an underscore in their names. */
function heaviest(names) {
  const sorts = new Map();
  for (const name of names) {
    const sort = `${dirname(name)} ${basename(name).includes("_")}`;
    if (!sorts.has(sort)) sorts.set(sort, []);
    sorts.get(sort).push(name);
  }
  const weight = new Map(names.map((name) => [name, statSync(join(site, name)).size]));
  return [...sorts.values()].flatMap((sort) => sort.sort((a, b) => weight.get(b) - weight.get(a)).slice(0, most));
}

async function openAll(queue) {
  const context = await browser.newContext();
  const page = await context.newPage();
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await open(page, name);
  await context.close();
}

async function open(page, name) {
  const complain = (text) => complaints.add(`${name}: ${text}`);
  const address = root + name.split("/").map(encodeURIComponent).join("/");
  const html = readFileSync(join(site, name), "utf8");
  await validate(html, complain);
  // A page that leads on by itself is no page to look at.
  const onward = /<meta http-equiv="?refresh"? content="\d+; ?url=([^"]+)"/i.exec(html);
  if (onward) return content.follow(new URL(onward[1].replaceAll("&amp;", "&"), address).href, site, complain);
  const stopListening = listen(page, complain);
  await page.goto(address, { waitUntil: "load" });
  for (const look of looks) {
    await take(page, look);
    await inspect(page, look, complain);
    // Each colour scheme once, one on a phone.
    const say = (text) => complain(`${text} (${look.width} px, ${look.colorScheme})`);
    if (look.colorScheme === "light" && look.width === 1024) await access.complete(page, say);
    if (look.colorScheme === "dark" && look.width === 380) await access.again(page, say);
  }
  const drawn = await page.locator("table.map").count();
  maps += drawn;
  await content.read(page, complain);
  await content.followAll(page, site, complain);
  await print(page, complain);
  stopListening();
}

/** Complains about errors and about whatever a page asks for outside of the site. */
function listen(page, complain) {
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
  return () => {
    for (const [event, listener] of Object.entries(listeners)) page.off(event, listener);
  };
}

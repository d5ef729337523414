// Uses the pages of a built site as a reader would, and complains where one does not answer as it should.
//
// Usage: node use-site.js SITE CHROMIUM
// Complaints go to standard output, one a line; the exit code is 1 when there are any.

import { readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.js";

const [site, executablePath] = process.argv.slice(2);
const root = pathToFileURL(site).href.replace(/\/?$/, "/");
const complaints = [];
const browser = await launch(executablePath);
const stories = readdirSync(new URL("stories/", import.meta.url)).filter((name) => name.endsWith(".js"));
try {
  for (const name of stories.sort()) {
    const { default: story } = await import(`./stories/${name}`);
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.on("pageerror", (error) => complaints.push(`${name}: script: ${error.message}`));
    page.setDefaultTimeout(10_000);
    const expect = (holds, text) => holds || complaints.push(`${name}: ${text}`);
    try {
      await story({ page, root, expect });
    } catch (error) {
      complaints.push(`${name}: ${error.message}`);
    }
    await page.close();
  }
} finally {
  await browser.close();
}
console.log(`${stories.length} stories`);
for (const complaint of complaints) console.log(complaint);
process.exitCode = complaints.length > 0 || stories.length === 0 ? 1 : 0;

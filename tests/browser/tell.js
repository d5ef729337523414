// Tells stories: what one does in a browser, and what is to come of it.

import { readdirSync } from "node:fs";
import { launch } from "./browser.js";

/** So long a story waits for what is to come, in milliseconds. */
const PATIENCE = 60_000;

/** Waits until something holds that may take time to find out: a page's `waitForFunction` takes a promise for a yes. */
async function settle(name, holds) {
  const end = Date.now() + PATIENCE;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`${name}: waited in vain for ${holds}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

/**
 * Tells every story of a folder and complains where one does not end as it should; `set` prepares what a story is told
 * with, and `end` puts it away.
 */
export async function tellAll(folder, executablePath, { set, end = () => {} }) {
  const complaints = [];
  const names = readdirSync(folder).filter((name) => name.endsWith(".js")).sort();
  const browser = await launch(executablePath);
  try {
    for (const name of names) {
      const { default: story } = await import(new URL(name, folder));
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.on("pageerror", (error) => complaints.push(`${name}: script: ${error.message}`));
      page.setDefaultTimeout(PATIENCE);
      const expect = (holds, text) => holds || complaints.push(`${name}: ${text}`);
      const until = (holds) => settle(name, holds);
      let setting = {};
      try {
        setting = await set();
        await story({ page, browser, expect, until, ...setting });
      } catch (error) {
        complaints.push(`${name}: ${error.stack}`);
      }
      await page.close();
      await end(setting);
    }
  } finally {
    await browser.close();
  }
  console.log(`${names.length} stories`);
  for (const complaint of complaints) console.log(complaint);
  process.exitCode = complaints.length > 0 || names.length === 0 ? 1 : 0;
}

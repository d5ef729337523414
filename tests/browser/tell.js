// Tells stories: what one does in a browser, and what is to come of it.

import { readdirSync } from "node:fs";
import { launch } from "./browser.js";

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
      page.setDefaultTimeout(60_000);
      const expect = (holds, text) => holds || complaints.push(`${name}: ${text}`);
      let setting = {};
      try {
        setting = await set();
        await story({ page, browser, expect, ...setting });
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

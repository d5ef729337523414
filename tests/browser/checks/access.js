// What axe-core says of a page: WCAG 2.2 AA and what is good practice.

import axe from "axe-core";

const everything = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** Rules that a page may pass in one look and break in another; the others depend on its elements alone. */
const byLook = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"];

/** Complains about whatever keeps people out. */
export async function complete(page, complain) {
  await page.evaluate(axe.source);
  await run(page, { type: "tag", values: everything }, complain);
}

/** The same for a second look at a page that `complete` has seen. */
export async function again(page, complain) {
  await run(page, { type: "rule", values: byLook }, complain);
}

async function run(page, runOnly, complain) {
  const violations = await page.evaluate(async (runOnly) => {
    const rules = { "target-size": { enabled: true } };
    const options = { runOnly, rules, resultTypes: ["violations"], preload: false };
    const { violations } = await window.axe.run(document, options);
    return violations.map(({ id, help, nodes }) => ({ id, help, first: nodes[0].html, count: nodes.length }));
  }, runOnly);
  for (const { id, help, first, count } of violations) {
    complain(`axe ${id}: ${help}: ${count} times, as in ${first.replace(/\s+/g, " ").slice(0, 200)}`);
  }
}

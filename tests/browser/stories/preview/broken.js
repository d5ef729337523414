// A file is broken: the last good page stays under a banner that says what is wrong where, until it is mended.

const ITEM = "blocks/insights/admins-stall-at-credentials.md";

export default async function ({ page, root, edit, write, remove, expect, until }) {
  const banner = page.locator("#_preview");
  const address = `${root}items/admins-stall-at-credentials.html`;
  await page.goto(address);
  await page.evaluate(() => (window.loadedOnce = true));
  const heading = await page.locator("h1").textContent();
  const text = await page.locator("main").textContent();
  expect(!(await banner.isVisible()), "nothing is wrong at first");

  edit(ITEM, (text) => text.replace("status: validated", "status: [validated"));
  await banner.waitFor({ state: "visible" });
  const said = await banner.innerText();
  expect(said.includes(`${ITEM}:5`), `names file and line: ${said}`);
  expect(said.includes("status: [validated"), `shows the excerpt: ${said}`);
  expect(/1 error/.test(said), `counts: ${said}`);
  expect((await page.locator("main").textContent()) === text, "the last good page stays");

  edit(ITEM, (text) => text.replace("status: [validated", "status: validated"));
  await banner.waitFor({ state: "hidden" });
  expect((await page.locator("h1").textContent()) === heading, "the page is as it was");

  // Broken in its links alone, a page can be shown as it is now.
  edit(ITEM, (text) => text.replace("links: [make-credentials-findable]", "links: [no-such-item]"));
  await banner.waitFor({ state: "visible" });
  expect((await banner.innerText()).includes("no-such-item"), "a link to nothing is told, too");
  edit(ITEM, (text) => text.replace("links: [no-such-item]", "links: [make-credentials-findable]"));
  await banner.waitFor({ state: "hidden" });

  // A page that was open when it went is still there to be read, and comes back.
  write("blocks/insights/for-a-while.md", "---\nkind: insight\ntitle: For a while\nallow: [unplaced-item]\n---\nWords.\n");
  await until(async () => (await fetch(`${root}items/for-a-while.html`)).ok);
  await page.goto(`${root}items/for-a-while.html`);
  await page.evaluate(() => (window.loadedOnce = true));
  remove("blocks/insights/for-a-while.md");
  await banner.waitFor({ state: "visible" });
  expect((await banner.innerText()).includes("no longer there"), `says that it is gone: ${await banner.innerText()}`);
  expect((await page.locator("h1").textContent()).includes("For a while"), "and shows what it was");
  write("blocks/insights/for-a-while.md", "---\nkind: insight\ntitle: Back again\nallow: [unplaced-item]\n---\nWords.\n");
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("Back again"));
  await banner.waitFor({ state: "hidden" });
  expect(await page.evaluate(() => window.loadedOnce === true), "the page was not loaded again");
}

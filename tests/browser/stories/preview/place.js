// One types, scrolls and opens things while a file is saved: all stays as it was, and the words are new.

const ITEM = "blocks/insights/admins-stall-at-credentials.md";
const TITLE = "Non-technical admins stall at API credentials";

export default async function ({ page, root, edit, expect }) {
  const shows = (words) => page.waitForFunction((words) => document.querySelector("main").textContent.includes(words), words);
  const retitle = (from, to) => edit(ITEM, (text) => text.replace(`title: ${from}`, `title: ${to}`));
  const mark = () => page.evaluate(() => (window.loadedOnce = true));
  const isSame = () => page.evaluate(() => window.loadedOnce === true);
  const settled = () => page.waitForFunction(() => /(results?|found|them)\.$/.test(document.querySelector("[data-found]").textContent));
  const place = () =>
    page.evaluate(() => {
      const field = document.activeElement;
      return JSON.stringify([field.name, field.value, field.selectionStart, field.selectionEnd, scrollY]);
    });

  await page.goto(`${root}search/index.html`);
  await mark();
  const box = page.getByRole("searchbox");
  await box.pressSequentially("admins stall");
  await shows(TITLE);
  await settled();
  await page.evaluate(() => document.activeElement.setSelectionRange(2, 5));
  await page.evaluate(() => scrollTo({ top: 60, behavior: "instant" }));
  const searching = await place();
  expect(searching === '["q","admins stall",2,5,60]', `the box has the focus: ${searching}`);
  retitle(TITLE, "Admins stall at the keys");
  await shows("Admins stall at the keys");
  await settled();
  const links = () => page.locator("[data-results] a").allTextContents();
  expect(!(await links()).includes(TITLE), `search: the old title is gone: ${await links()}`);
  expect(new Set(await links()).size === (await links()).length, `search: each is found once: ${await links()}`);
  expect((await place()) === searching, `search: ${searching} became ${await place()}`);
  expect(await isSame(), "search: the page was not loaded again");
  await box.press("End");
  await box.pressSequentially(" keys");
  await page.waitForFunction(() => /q=admins.stall.keys/.test(decodeURIComponent(location.hash)));
  await settled();
  expect((await box.inputValue()) === "admins stall keys", "one types on");
  expect((await links())[0] === "Admins stall at the keys", `and finds: ${await links()}`);

  await page.goto(`${root}journeys/trial-to-paid/table.html`);
  await mark();
  const rows = page.locator("[data-table] tbody tr:visible");
  await page.getByText("Columns").click();
  await page.locator("[data-columns]").getByLabel("Owner").uncheck();
  await page.getByLabel("Find").pressSequentially("credentials");
  await page.waitForFunction(() => location.hash.includes("credentials"));
  const found = await rows.count();
  await page.evaluate(() => scrollTo({ top: 90, behavior: "instant" }));
  const filtering = await place();
  const address = page.url();
  edit("journeys/trial-to-paid/journey.yaml", (text) => text.replace(/^title: .*/m, "title: From trial to paid, anew"));
  await page.waitForFunction(() => document.querySelector("h1").textContent.includes("anew"));
  expect((await place()) === filtering, `table: ${filtering} became ${await place()}`);
  expect((await rows.count()) === found, "the filter still holds");
  expect(!(await page.locator("th[data-column=owner]").isVisible()), "the columns stay as chosen");
  expect(await page.locator("[data-columns]").isVisible(), "what was opened stays open");
  expect(page.url() === address, "and the address the same");
  expect(await isSame(), "table: the page was not loaded again");

  await page.goto(`${root}items/admins-stall-at-credentials.html`);
  await mark();
  const chosen = await page.evaluate(() => {
    const words = document.querySelector("h1");
    getSelection().selectAllChildren(document.querySelector("footer") ?? words);
    scrollTo({ top: 200, behavior: "instant" });
    return getSelection().toString();
  });
  const scroll = await page.evaluate(() => scrollY);
  edit(ITEM, (text) => `${text}\nA line at the end.\n`);
  await shows("A line at the end.");
  expect((await page.evaluate(() => getSelection().toString())) === chosen, "what was marked stays marked");
  expect((await page.evaluate(() => scrollY)) === scroll, "an item's page stays where it was");
  expect(await isSame(), "item: the page was not loaded again");
}

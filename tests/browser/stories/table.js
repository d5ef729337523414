// A journey's table is filtered, sorted and narrowed, and what one sees is a link.

export default async function ({ page, root, expect }) {
  const address = `${root}journeys/trial-to-paid/table.html`;
  const rows = page.locator("[data-table] tbody tr:visible");
  const titles = () => rows.locator("th a").allTextContents();
  await page.goto(address);
  const all = await rows.count();
  expect(all > 10, "the table has rows");

  await page.locator("select[name=kind]").selectOption("Insight");
  const insights = await rows.count();
  expect(insights > 0 && insights < all, "a filter hides rows");
  const kinds = await rows.locator(".kind").allTextContents();
  expect(kinds.every((kind) => kind.trim() === "Insight"), `the filter keeps only insights: ${kinds}`);

  const head = page.locator("th[data-column=title]");
  await head.getByRole("button").click();
  expect((await head.getAttribute("aria-sort")) === "ascending", "a click sorts");
  const sorted = await titles();
  const expected = [...sorted].sort((a, b) => a.localeCompare(b, undefined, { numeric: true, sensitivity: "base" }));
  expect(sorted.join() === expected.join(), `the rows are in order: ${sorted}`);
  await page.keyboard.press("Enter");
  expect((await titles()).join() === expected.reverse().join(), "Enter on the head turns the order round");

  await page.getByText("Columns").click();
  await page.locator("[data-columns]").getByLabel("Owner").uncheck();
  expect(!(await page.locator("th[data-column=owner]").isVisible()), "a column is put away");

  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  expect((await titles()).join() === expected.join(), "the link shows the same rows in the same order");
  expect(!(await page.locator("th[data-column=owner]").isVisible()), "and the same columns");

  await page.getByLabel("Find").fill("no item has these words");
  expect((await page.getByText("No item is like that.").isVisible()), "says when nothing fits");
  await page.locator("[data-clear]").click();
  expect((await rows.count()) === all, "and shows all again");
}

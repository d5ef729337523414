// A journey's matrix: every dot leads to its item, stands in its list too, and is reached by keys.

export default async function ({ page, root, expect }) {
  await page.goto(`${root}journeys/trial-to-paid/matrix.html`);
  const chart = page.locator("[data-matrix]");
  const dots = chart.locator(".dot");
  const count = await dots.count();
  expect(count > 5, "the matrix has dots");
  const boxes = await dots.evaluateAll((all) => all.map((dot) => dot.getBoundingClientRect().toJSON()));
  const overlap = (one, other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
  const overlapping = boxes.flatMap((one, at) => boxes.slice(at + 1).filter((other) => overlap(one, other)));
  expect(overlapping.length === 0, `${overlapping.length} dots hide another`);
  expect((await page.locator("ol.scored > li").count()) === count, "the lists have what the drawing has");

  const first = dots.first();
  const title = await page.locator("#_item-1 a").textContent();
  expect((await first.getAttribute("aria-label")).includes(title), "dot and row of one number are one item");
  expect((await chart.locator(".dot[tabindex='0']").count()) === 1, "the dots are one stop of the Tab key");

  await first.hover();
  expect(await page.locator("#_item-1.lit").isVisible(), "a dot lights up its row");
  expect((await page.locator(".matrix-tip").textContent()).includes(title), "and says what it is");
  await page.locator("#_item-2").hover();
  expect((await chart.locator(".lit").getAttribute("data-dot")) === "2", "a row lights up its dot");

  const sections = page.locator(".matrix-list .count");
  const before = await sections.allTextContents();
  await page.getByLabel("Done or set aside").uncheck();
  expect((await chart.locator(".dot.over:visible").count()) === 0, "what is over is put away");
  expect((await sections.allTextContents()).join() !== before.join(), "and is counted no more");
  await page.reload();
  expect((await chart.locator(".dot.over:visible").count()) === 0, "the address keeps the choice");
  await page.getByLabel("Done or set aside").check();
  expect((await chart.locator(".dot:visible").count()) === count, "and it is undone");
  expect(!page.url().includes("="), "the address says nothing of what is not chosen");

  await first.focus();
  const focused = () => page.evaluate(() => document.activeElement.dataset.dot);
  await page.keyboard.press("ArrowRight");
  const right = await focused();
  expect(right !== "1", "an arrow key moves on");
  const [from, to] = [await first.boundingBox(), await chart.locator(`[data-dot="${right}"]`).boundingBox()];
  expect(to.x > from.x, "to the right");
  await page.keyboard.press("End");
  expect((await focused()) === String(count), "End goes to the last");
  await page.keyboard.press("Escape");
  expect(!(await page.locator(".matrix-tip").isVisible()), "Escape puts the tip away");

  await chart.getByRole("link", { name: "Big bets" }).click();
  expect(page.url().endsWith("#_big-bets"), "a quadrant's name leads to its list");
  await first.focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/items\//);
  expect((await page.locator("h1").textContent()) === title, "Enter opens the item");
}

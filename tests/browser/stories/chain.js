// A journey's chains: pointing at an item lights what leads to it and where it leads; finding and narrowing make a link.

export default async function ({ page, root, expect }) {
  const address = `${root}journeys/trial-to-paid/chain.html`;
  const graph = page.locator("[data-graph]");
  const nodes = graph.locator("[data-node]");
  const lit = () => graph.locator("[data-node].on").count();
  await page.goto(address);
  const all = await nodes.count();
  expect(all > 10, "the drawing has items");

  // Every line begins at the right edge of its item and ends at the left edge of the other one.
  const astray = await page.evaluate(() => {
    const box = (name) => document.querySelector(`[data-node="${name}"] > .node`).getBoundingClientRect();
    const at = (path, length) => path.getPointAtLength(length).matrixTransform(path.getScreenCTM());
    return [...document.querySelectorAll("[data-link]")].filter((path) => {
      const [from, to] = path.dataset.link.split(" ").map(box);
      const [start, end] = [at(path, 0), at(path, path.getTotalLength())];
      const near = (point, x, box) => Math.abs(point.x - x) < 2 && Math.abs(point.y - (box.top + box.bottom) / 2) < 2;
      return !near(start, from.right, from) || !near(end, to.left, to);
    }).length;
  });
  expect(astray === 0, `${astray} lines miss their items`);

  const item = nodes.filter({ has: page.getByRole("link", { name: "Guided credential setup" }) });
  await item.hover();
  const chain = await lit();
  expect(chain > 2 && chain < all, `pointing at an item lights its chain: ${chain} of ${all}`);
  await page.mouse.move(0, 0);
  expect((await graph.getAttribute("class")).includes("tracing") === false, "and leaving it ends that");
  await item.locator("a").focus();
  expect((await lit()) === chain, "so does the keyboard");
  await item.locator("a").blur();

  await page.getByLabel("Find").fill("guided credential");
  expect((await lit()) === chain, "finding an item lights its chain");
  expect((await page.locator("[data-found]").textContent()).startsWith("1 of "), "and counts it");
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  expect((await lit()) === chain, "the link shows the same");
  await page.getByRole("button", { name: "Show all" }).click();
  await page.waitForFunction(() => !document.querySelector(".tracing"));

  await page.locator("select[name=show]").selectOption("linked");
  expect(!(await graph.locator(".loose").first().isVisible()), "what is not linked is put away");
  await page.locator("select[name=show]").selectOption("gaps");
  const gaps = await graph.locator("[data-node].on .gap").count();
  expect(gaps > 0 && gaps === (await graph.locator(".gap").count()), "all gaps are lit");

  await item.locator("a").click();
  const current = page.locator("[data-graph] [aria-current=page]");
  expect((await current.textContent()) === "Guided credential setup", "an item's page shows the chain it stands in");
  expect((await page.locator("[data-graph] [data-link]").count()) > 2, "with its lines");
}

// A style is changed: the open page takes it on without being loaded again.

export default async function ({ page, root, write, remove, expect }) {
  const space = () => page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim());
  await page.goto(`${root}journeys/trial-to-paid/index.html`);
  await page.evaluate(() => {
    window.loadedOnce = true;
    scrollTo({ top: 150, behavior: "instant" });
  });
  const scroll = await page.evaluate(() => scrollY);
  const before = await space();
  const comes = (colour) =>
    page.waitForFunction((colour) => getComputedStyle(document.documentElement).getPropertyValue("--accent").trim() === colour, colour);
  for (const colour of ["#123456", "#654321"]) {
    write("templates/theme.css", `:root { --accent: ${colour}; }\n`);
    await comes(colour);
  }
  remove("templates/theme.css");
  await comes(before);
  await page.waitForFunction(() => document.querySelectorAll("link[rel=stylesheet]").length === 1);
  expect(await page.evaluate(() => window.loadedOnce === true), "the page was not loaded again");
  expect((await page.evaluate(() => scrollY)) === scroll, "and stays where it was");
}

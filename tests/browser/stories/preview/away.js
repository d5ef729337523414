// A page that slept, or lost its preview for a while, catches up; with scripts off it is still a page.

const ITEM = "blocks/insights/admins-stall-at-credentials.md";

export default async function ({ page, browser, root, edit, stop, restart, expect, until }) {
  const address = `${root}items/admins-stall-at-credentials.html`;
  const shows = (words) => page.waitForFunction((words) => document.querySelector("main").textContent.includes(words), words);
  const hide = (hidden) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
      document.dispatchEvent(new Event("visibilitychange"));
    }, hidden);
  const add = (words) => edit(ITEM, (text) => `${text}\n${words}\n`);
  await page.goto(address);
  await page.evaluate(() => (window.loadedOnce = true));
  await shows("API credentials");

  await hide(true);
  for (const words of ["While asleep.", "Still asleep."]) add(words);
  await until(async () => (await (await fetch(address)).text()).includes("Still asleep."));
  expect(!(await page.locator("main").textContent()).includes("asleep"), "a page nobody sees does not change");
  await hide(false);
  await shows("Still asleep.");
  expect(await page.evaluate(() => window.loadedOnce === true), "it was not loaded again");

  await stop();
  add("While nobody served.");
  await restart();
  await shows("While nobody served.");
  add("And after.");
  await shows("And after.");

  const plain = await browser.newContext({ javaScriptEnabled: false });
  const reading = await plain.newPage();
  await reading.goto(address);
  expect((await reading.locator("main").textContent()).includes("And after."), "without scripts it can be read");
  expect(!(await reading.locator("#_preview").count()), "and nothing is in the way");
  await plain.close();
}

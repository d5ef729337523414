// A journey's map: lanes and personas are chosen and kept in the address, keys move between cells, pointing at an item
// says what it is, and all of it fits the page.

import { complete } from "../checks/access.js";

const MAP = "journeys/trial-to-paid/index.html";

export default async function ({ page, root, expect }) {
  await page.goto(root + MAP);
  await lanes(page, expect);
  await personas(page, expect);
  await keys(page, expect);
  await summaries(page, expect);
  await fit(page, expect);
  await heads(page, expect);
  await anchors(page, expect);
  await paper(page, expect);
  await access(page, expect);
  await withoutScripts(page, root, expect);
}

const rows = (page) => page.locator(".map tbody tr:visible > th");

async function lanes(page, expect) {
  const all = await rows(page).allTextContents();
  expect((await page.locator("[data-lane]").count()) === all.length, "each lane has its box");
  await page.getByLabel("Policy").uncheck();
  await page.getByLabel("Insights").uncheck();
  const left = await rows(page).allTextContents();
  const kept = all.filter((name) => !/^(Policy|Insights)/.test(name));
  expect(left.join() === kept.join(), `what is left keeps its order: ${left}`);
  await page.reload();
  expect((await rows(page).allTextContents()).join() === kept.join(), "the address keeps which lanes are away");
  await page.getByLabel("Policy").check();
  await page.getByLabel("Insights").check();
  expect(!page.url().includes("="), "the address says nothing of what is not chosen");
}

async function personas(page, expect) {
  const dim = page.locator(".map .card.dim");
  expect((await dim.count()) === 0, "nothing is dim at first");
  const choice = page.getByRole("combobox", { name: "Persona" });
  await choice.selectOption({ index: 1 });
  const [dimmed, cards] = [await dim.count(), await page.locator(".map .card").count()];
  expect(dimmed > 0 && dimmed < cards, `${dimmed} of ${cards} cards are not for the persona`);
  const number = "1";
  const wrong = await page.locator(".map .card.dim").evaluateAll(
    (all, number) => all.filter((card) => card.dataset.for?.split(" ").includes(number)).length,
    number,
  );
  expect(wrong === 0, "no card that names the persona is dim");
  expect(/\d+ of \d+ steps, \d+ of \d+ items/.test(await page.locator("[data-tally]").textContent()), "it is counted");
  const value = await choice.inputValue();
  await page.reload();
  expect((await choice.inputValue()) === value && (await dim.count()) === dimmed, "the address keeps the persona");
  await choice.selectOption("");
  expect((await dim.count()) === 0 && !page.url().includes("="), "and it is undone");
}

async function keys(page, expect) {
  const focused = () =>
    page.evaluate(() => {
      const { activeElement } = document;
      const cell = activeElement.closest("th, td");
      return { row: cell?.parentElement.rowIndex, column: cell?.cellIndex, text: activeElement.textContent };
    });
  const press = async (key) => (await page.keyboard.press(key), focused());
  expect((await page.locator(".map [tabindex='0']").count()) === 1, "the map's cells are one stop of the Tab key");
  await page.locator(".map-box").focus();
  let at = await press("Tab");
  expect(at.row === 1 && at.column === 1, "Tab comes to the first step");
  at = await press("ArrowRight");
  expect(at.row === 1 && at.column === 2, "an arrow goes to the next step");
  at = await press("PageDown");
  expect(at.row === 2 && at.column === 2, "Page Down goes to the next lane");
  at = await press("End");
  const steps = await page.locator(".map .step").count();
  expect(at.row === 2 && at.column === steps, "End goes to the last step");
  at = await press("Home");
  expect(at.row === 2 && at.column === 1, "Home goes back to the first");
  at = await press("ArrowLeft");
  expect(at.column === 0 && at.text.includes("Experience"), "before it is the lane's name");
  at = await press("Control+End");
  expect(at.column === steps, "Control and End go to the last cell");
  const shown = await page.evaluate(() => {
    const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
    const box = document.querySelector(".map-box").getBoundingClientRect();
    return left >= box.left && right <= box.right + 1 && top >= box.top && bottom <= box.bottom + 1;
  });
  expect(shown, "where one is can be seen");
  await page.getByLabel("Touchpoints").uncheck();
  await page.locator(".map .mood").first().click();
  await page.locator(".map .step a").first().focus();
  await page.keyboard.press("PageDown");
  at = await press("PageDown");
  expect(at.row === 4, "a lane that is away is passed over");
  await page.getByLabel("Touchpoints").check();
  await page.locator(".map .card a").first().focus();
  const { text } = await focused();
  at = await press("Tab");
  expect(at.row === undefined, "Tab leaves the map");
  at = await press("Shift+Tab");
  expect(at.text === text, "and comes back to where one was");
}

async function summaries(page, expect) {
  const tip = page.locator(".map-tip");
  const card = page.locator(".map .card.insight").first();
  const before = await page.locator(".map").evaluate((map) => map.getBoundingClientRect().height);
  await page.mouse.move(0, 0);
  await page.keyboard.press("Escape");
  await card.hover();
  await tip.waitFor({ state: "visible" });
  const title = (await card.locator("a").textContent()).trim();
  expect((await tip.textContent()).includes(title), "a card says what it is");
  expect((await tip.textContent()).length > title.length + 40, "and more than its title");
  const after = await page.locator(".map").evaluate((map) => map.getBoundingClientRect().height);
  expect(before === after, "nothing moves for it");
  await tip.hover();
  await page.waitForTimeout(500);
  expect(await tip.isVisible(), "it stays while one points at it");
  await page.keyboard.press("Escape");
  expect(!(await tip.isVisible()), "Escape closes it");
  await page.mouse.move(0, 0);
  await page.keyboard.press("Tab");
  await page.locator(".map .card.touchpoint a").first().focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowLeft");
  await tip.waitFor({ state: "visible" });
  const described = await page.evaluate(() => document.activeElement.getAttribute("aria-describedby"));
  expect(described === (await tip.getAttribute("id")), "focus shows it too, and names it");
  await page.keyboard.press("Escape");
  expect(!(await tip.isVisible()), "and Escape closes it there");
}

async function fit(page, expect) {
  const button = page.getByRole("button", { name: "Fit to width" });
  const over = () => page.locator(".map-box").evaluate((box) => box.scrollWidth - box.clientWidth);
  for (const width of [380, 1024, 1920]) {
    await page.setViewportSize({ width, height: 900 });
    expect((await over()) > 0, `the map is wider than a page of ${width}`);
    await button.click();
    expect((await over()) <= 0, `the map fits a page of ${width}: ${await over()} too many`);
    const out = await page.locator(".map").evaluate((map) => map.getBoundingClientRect().right - innerWidth);
    expect(out <= 0, "and is not beyond its edge");
    await page.reload();
    expect((await button.getAttribute("aria-pressed")) === "true" && (await over()) <= 0, "the address keeps that");
    await button.click();
    expect((await over()) > 0 && !page.url().includes("="), "and it is undone");
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function heads(page, expect) {
  const places = () =>
    page.evaluate(() => {
      const box = document.querySelector(".map-box").getBoundingClientRect();
      const head = document.querySelector(".map .step").getBoundingClientRect();
      const stage = document.querySelector(".map .stage").getBoundingClientRect();
      const lane = document.querySelector(".map .row-metric .lane").getBoundingClientRect();
      return { stage: stage.top - box.top, head: head.top - box.top, lane: lane.left - box.left };
    });
  const before = await places();
  await page.locator(".map-box").evaluate((box) => box.scrollTo(700, 500));
  const after = await places();
  expect(Math.abs(before.stage - after.stage) < 1 && Math.abs(before.head - after.head) < 1, "stages and steps stay on top");
  expect(Math.abs(before.lane - after.lane) < 1, "the names of the lanes stay at the side");
}

async function anchors(page, expect) {
  await page.getByLabel("Policy").uncheck();
  await page.evaluate(() => (location.hash = document.querySelector(".map .step[id]").id));
  await page.waitForTimeout(50);
  expect(!(await page.getByLabel("Policy").isChecked()), "an anchor leaves what is chosen alone");
  await page.getByLabel("Policy").check();
}

async function paper(page, expect) {
  const button = page.getByRole("button", { name: "Fit to width" });
  const looks = () => page.locator(".map").evaluate((map) => map.matches(".fit"));
  await button.click();
  await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
  expect(!(await looks()), "a sheet has whole cards, whatever the screen has");
  await page.evaluate(() => dispatchEvent(new Event("afterprint")));
  expect(await looks(), "and the screen has its own again");
  await button.click();
}

// In each of the looks that the map takes to fit.
async function access(page, expect) {
  const button = page.getByRole("button", { name: "Fit to width" });
  for (const width of [1000, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    await button.click();
    await complete(page, (text) => expect(false, `at ${width}: ${text}`));
    await button.click();
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

async function withoutScripts(page, root, expect) {
  const context = await page.context().browser().newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(root + MAP);
  const lane = plain.locator(".map tbody tr").last();
  expect(await lane.isVisible(), "without scripts the map is there");
  expect(!(await plain.locator("[name=persona]").isVisible()), "and nothing that needs them");
  await plain.getByLabel("Policy").uncheck();
  expect(!(await lane.isVisible()), "a lane of one's own can be put away without scripts");
  await context.close();
}

// While records are broken, pages of other records follow what is saved, and whatever shows a broken record shows what it
// said last: also when it is loaded anew.

const OTHER = "blocks/insights/admins-stall-at-credentials.md";
const BROKEN = "journeys/trial-to-paid/items/insights/blank-canvas-freezes.md";
const JOURNEY = "journeys/trial-to-paid/journey.yaml";
const TITLE = "title: ";

export default async function ({ page, root, edit, write, remove, expect, until }) {
  const banner = page.locator("#_preview");
  const other = `${root}items/admins-stall-at-credentials.html`;
  let number = 0;
  // The page of another record is open, was never loaded again, and takes on what is saved.
  const follows = async (when) => {
    number += 1;
    const words = `Words number ${number}.`;
    edit(OTHER, (text) => `${text}\n${words}\n`);
    await page.waitForFunction((words) => document.querySelector("main").textContent.includes(words), words);
    expect(await page.evaluate(() => window.loadedOnce === true), `${when}: the page was not loaded again`);
  };
  const says = (words) => until(async () => (await banner.isVisible()) && (await banner.innerText()).includes(words));
  const quiet = () => banner.waitFor({ state: "hidden" });
  const openOther = async () => {
    await page.goto(other);
    await page.evaluate(() => (window.loadedOnce = true));
  };
  const shownAt = async (address) => (await page.request.get(`${root}${address}`)).text();

  await openOther();
  await follows("with nothing broken");
  let whole = "";
  edit(BROKEN, (text) => {
    whole = text;
    return text.replace(TITLE, `${TITLE}[`);
  });
  await says(BROKEN);
  await follows("while another item is broken");
  await page.reload();
  await page.evaluate(() => (window.loadedOnce = true));
  await says(BROKEN);
  await follows("loaded while another item is broken");
  write(BROKEN, whole);
  await quiet();

  const broken = {
    "a new file is empty": ["blocks/insights/new.md", ""],
    "a note has no front matter": ["blocks/insights/notes.md", "just notes\n"],
    "measurements are half typed": ["journeys/trial-to-paid/items/metrics/trial-conversion-rate.csv", "date,value\n2026-01-0"],
    "the workspace is half typed": ["workspace.yaml", "name: Acme: x\n"],
  };
  for (const [when, [file, text]] of Object.entries(broken)) {
    let before = null;
    const isNew = file.startsWith("blocks");
    if (isNew) write(file, text);
    else {
      edit(file, (own) => {
        before = own;
        return text;
      });
    }
    await says(file);
    await follows(when);
    const home = await shownAt("index.html");
    expect(home.includes("Acme journeys"), `${when}: the site is called as before`);
    if (isNew) remove(file);
    else write(file, before);
    await quiet();
    await follows(`${when} no more`);
  }

  // A journey's map stays whole, and its own page says what is wrong.
  const map = `${root}journeys/trial-to-paid/index.html`;
  await page.goto(map);
  await page.evaluate(() => (window.loadedOnce = true));
  const steps = await page.locator(".map .step").count();
  expect(steps > 3, `the map has steps: ${steps}`);
  let journey = "";
  edit(JOURNEY, (text) => {
    journey = text;
    return text.replace("stages:", "stages: [");
  });
  await says(`This page shows what ${JOURNEY} said before`);
  expect((await page.locator(".map .step").count()) === steps, "the last good map stays");
  await page.reload();
  await says(JOURNEY);
  expect((await page.locator(".map .step").count()) === steps, "also when the page is loaded anew");
  await page.evaluate(() => (window.loadedOnce = true));
  edit(BROKEN, (text) => text.replace(/title: .*/, "title: On the map of a broken journey"));
  await page.waitForFunction(() => document.querySelector(".map").textContent.includes("On the map of a broken journey"));
  expect((await shownAt("items/blank-canvas-freezes.html")).includes("Trial to paid"), "items know where they are placed");
  write(JOURNEY, journey);
  await quiet();
  expect((await page.locator(".map .step").count()) === steps, "and the mended map is there");

  // Broken, and then gone.
  await openOther();
  edit(BROKEN, (text) => text.replace(TITLE, `${TITLE}[`));
  await says(BROKEN);
  remove(BROKEN);
  await until(async () => (await page.request.get(`${root}items/blank-canvas-freezes.html`)).status() === 404);
  await follows("when the broken record is gone");
}

// Measures a map in the browser: load, longest task while loading, scrolling and choosing, DOM nodes.
//
// Usage: node measure-map.js PAGE CHROMIUM
// PAGE is a built map's file, `journeys/ID/index.html`.

import { pathToFileURL } from "node:url";
import { launch } from "./browser.js";

const [file, executablePath] = process.argv.slice(2);
const browser = await launch(executablePath);
const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
await page.addInitScript(() => {
  window.tasks = [];
  new PerformanceObserver((list) => tasks.push(...list.getEntries().map((it) => Math.round(it.duration)))).observe({
    type: "longtask",
    buffered: true,
  });
});
await page.goto(pathToFileURL(file).href);
const settle = () => page.waitForTimeout(500);
const tasks = () => page.evaluate(() => window.tasks.splice(0).sort((a, b) => b - a));
await settle();
const load = await page.evaluate(() => {
  const { domContentLoadedEventEnd, loadEventEnd } = performance.getEntriesByType("navigation")[0];
  const paint = performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
  return { paint, domContentLoadedEventEnd, loadEventEnd, nodes: document.querySelectorAll("*").length };
});
console.log("load", load, "tasks over 50 ms", await tasks());

// What a wheel does, one notch a frame.
const scroll = (axis) =>
  page.evaluate(async (axis) => {
    const box = document.querySelector(".map-box");
    const frames = [];
    let last = performance.now();
    for (let at = 0; at < 150; at += 1) {
      box[axis] += 120;
      const now = await new Promise((done) => requestAnimationFrame(done));
      frames.push(now - last);
      last = now;
    }
    return { worstFrame: Math.max(...frames.slice(1)), reached: box[axis] };
  }, axis);
for (const axis of ["scrollTop", "scrollLeft"]) {
  const found = await scroll(axis);
  await settle();
  console.log(axis, found, "tasks over 50 ms", await tasks());
}

const act = async (name, what) => {
  await what();
  await settle();
  console.log(name, "tasks over 50 ms", await tasks());
};
await act("lane away", () => page.locator("[data-lane]").nth(1).uncheck());
await act("lane back", () => page.locator("[data-lane]").nth(1).check());
if ((await page.locator("[name=persona]").count()) > 0) {
  await act("persona", () => page.locator("[name=persona]").selectOption({ index: 1 }));
  await act("everyone", () => page.locator("[name=persona]").selectOption(""));
}
await act("fit", () => page.locator("[data-fit]").click());
await act("unfit", () => page.locator("[data-fit]").click());
await page.locator(".map .step a").first().focus();
await act("ten arrows", async () => {
  for (let at = 0; at < 5; at += 1) await page.keyboard.press("ArrowDown");
  for (let at = 0; at < 5; at += 1) await page.keyboard.press("ArrowRight");
});
await browser.close();

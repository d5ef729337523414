// One searches from any page, in words, in parts of words and with slips, by keyboard alone, and shares what one found.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export default async function ({ page, root, expect }) {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const parts = () => asked.filter((url) => /\/search\/[a-z]+\.\d+\.js$/.test(url)).length;
  const engines = () => asked.filter((url) => /\/static\/minisearch\./.test(url)).length;
  const field = page.getByRole("searchbox");
  const links = page.locator("[data-results] a");
  const status = page.getByRole("status");
  const titles = () => links.allTextContents();
  const settled = () => page.waitForFunction(() => /(results?|found|them)\./.test(document.querySelector("[data-found]").textContent));
  const find = async (query) => {
    await field.fill(query);
    await settled();
  };

  await page.goto(`${root}index.html`);
  expect(engines() + parts() === 0, "no page loads the index");
  await page.keyboard.press("/");
  await page.waitForURL(/search\/index\.html/);
  await page.waitForFunction(() => document.activeElement?.name === "q");
  expect(parts() === 0, "nor does the search page before one searches");
  await page.goto(`${root}index.html`);
  await page.keyboard.press("Control+k");
  await page.waitForURL(/search\/index\.html/);

  await find("admin");
  expect(engines() > 0 && parts() > 5, "searching loads the engine and the parts of the index");
  expect((await links.count()) > 3, `a word is found: ${await links.count()}`);
  expect(/^[0-9]+ results[.]$/.test(await status.textContent()), `says how many: ${await status.textContent()}`);
  expect((await page.locator("[data-results] mark").count()) > 3, "marks the words");
  const [wanted] = await titles();

  await find(wanted);
  expect((await titles())[0] === wanted, "a title finds its record first");
  await find(wanted.toUpperCase().slice(0, -1));
  expect((await titles())[0] === wanted, "also in capitals and not yet written out");

  await find("customer");
  const all = await links.count();
  await page.getByRole("checkbox", { name: "Steps" }).check();
  await page.waitForFunction((before) => document.querySelectorAll("[data-results] li").length !== before, all);
  const kinds = await page.locator("[data-results] .kind").allTextContents();
  expect(kinds.length > 0 && kinds.every((kind) => kind === "Step"), `a kind narrows down: ${kinds}`);
  const narrowed = await titles();
  await page.waitForFunction(() => /q=customer&kind=step/.test(location.hash));
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await settled();
  expect((await titles()).join() === narrowed.join(), "the link finds the same");
  await page.getByRole("checkbox", { name: "Steps" }).uncheck();

  await find("zzzzqqqq");
  expect((await status.textContent()) === "Nothing found.", "says when nothing is found");
  await find("customer zzzzqqqq");
  expect((await status.textContent()).startsWith("No record has all"), "says when only some words are found");

  await find("customer");
  await field.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = links.nth(1);
  expect(await second.evaluate((element) => element === document.activeElement), "arrows move through the results");
  await page.keyboard.press("Escape");
  expect(await field.evaluate((element) => element === document.activeElement), "Escape goes back");
  const target = await links.first().evaluate((element) => element.href);
  await field.press("Enter");
  await page.waitForURL((url) => url.href === target);
  await page.goBack();
  await settled();
  expect((await field.inputValue()) === "customer", "going back finds the same again");
  await field.press("Escape");
  expect((await field.inputValue()) === "" && (await links.count()) === 0, "Escape empties the field");

  // Hostile and foreign words, at the end of a part of the index.
  const rows = [
    ["<img src=x onerror=\"document.title='run'\">", "../items/a.html", "", "", "<script>document.title='run'</script> hostile"],
    ["Überweisung an Łukasz", "../items/b.html", "", "", "Straße, naïveté, Ελλάδα, привет"],
    ["機能不足で解約した顧客", "../items/c.html", "", "", "価格が見つからない。後でまた聞く"],
    ["", "../items/d.html", "", "+", `${"They waited for the key. ".repeat(4000)}Then a quetzal came.`],
    ["A long letter", "../items/d.html", "", "letter-1", `${"They asked for the key. ".repeat(9000)}Then a zebrafinch came.`],
    ["長い手紙", "../items/e.html", "", "", `${"鍵を待った".repeat(6000)}終わりに麒麟が来た`],
  ];
  await page.route("**/search/insight.1.js", async (route) => {
    const part = readFileSync(fileURLToPath(route.request().url()), "utf8");
    const body = `${part}\nwayfare.search.add("insight", ${JSON.stringify(rows)});`;
    await route.fulfill({ body, contentType: "text/javascript; charset=utf-8" });
  });
  await page.reload();
  const first = async (query) => {
    await find(query);
    return (await titles())[0] ?? "";
  };
  expect((await first("hostile")).startsWith("<img"), "hostile text is text");
  expect((await page.locator("[data-results] img, [data-results] script").count()) === 0, "and makes no element");
  expect((await page.title()) !== "run", "and does not run");
  for (const query of ["uberweisung", "lukasz", "strasse", "naivete", "ελλαδα", "ПРИВЕТ"]) {
    expect((await first(query)).startsWith("Über"), `accents do not matter: ${query}`);
  }
  for (const query of ["解約", "顧", "機能", "価格", "見つから"]) {
    expect((await first(query)).startsWith("機能"), `finds without spaces: ${query}`);
  }
  expect((await page.locator("[data-results] mark").first().textContent()) === "見つから", "marks what stands together");

  // Long texts are found to their ends, also where what is asked for stands far apart in them.
  const excerpt = () => page.locator("[data-results] .result-excerpt").first().textContent();
  for (const query of ["zebrafinch", "quetzal", "zebrafinch quetzal", "zebrafinch asked letter-1", "quetzal zebrafin"]) {
    expect((await first(query)) === "A long letter", `finds in a long text: ${query}`);
    expect((await links.count()) === 1, `once: ${query}`);
    expect(/zebrafinch|quetzal/.test(await excerpt()), `and shows where: ${query}: ${await excerpt()}`);
  }
  expect((await first("麒麟")) === "長い手紙", "also without spaces");
  expect((await excerpt()).includes("麒麟が来た"), `and shows where: ${await excerpt()}`);

  // Nothing looks as if it were not there because the index, or what searches it, is missing.
  const says = async (query) => {
    await page.goto("about:blank");
    await page.goto(`${root}search/index.html`);
    await field.fill(query);
    await page.waitForFunction(() => /could not be loaded/.test(document.querySelector("[data-found]").textContent));
    return status.textContent();
  };
  const lacks = async (files, query) => {
    await page.route(files, (route) => route.abort());
    const text = await says(query);
    await page.unroute(files);
    return text;
  };
  expect((await lacks("**/static/minisearch*", "admin")).startsWith("The search could not be loaded"), "says that it cannot search");
  const partly = await lacks("**/search/insight.1.js", "zzzzqqqq");
  expect(partly.startsWith("Nothing found in what was loaded."), `says that it cannot search everything: ${partly}`);
}

// From home to what waits, and from a rule's name to what it means.

export default async function ({ page, root, expect }) {
  await page.goto(`${root}index.html`);
  const needs = page.locator(".need");
  expect((await needs.count()) > 0, "home says what waits");
  await needs.filter({ hasText: "signal" }).getByRole("link").click();
  await page.getByRole("heading", { level: 1, name: "Signals" }).waitFor();
  const first = page.locator("main section h2").first();
  expect((await first.textContent()).includes("New"), "the signals that wait come first");

  await page.getByRole("navigation", { name: "Site" }).getByRole("link", { name: "Health" }).click();
  await page.getByRole("heading", { level: 1, name: "Health" }).waitFor();
  const group = page.locator("details.checks", { hasText: "Practice" });
  await group.locator("summary").focus();
  await page.keyboard.press("Enter");
  await group.getByRole("link", { name: "Unplaced item" }).click();
  await page.getByRole("heading", { level: 1, name: "Unplaced item" }).waitFor();
  for (const name of ["What it means", "What to do", "Wrong", "Right"]) {
    expect(await page.getByRole("heading", { name, exact: true }).isVisible(), `a rule's page says: ${name}`);
  }

  await page.goto(`${root}index.html`);
  await page.locator(".team").getByRole("link").first().click();
  const parts = await page.locator("main section h2").allTextContents();
  expect(parts[0].startsWith("Decided or under way"), `what is under way comes first: ${parts}`);
}

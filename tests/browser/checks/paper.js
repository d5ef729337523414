// A page as it would be printed: nothing is cut at the end of a sheet or at its edge.

/** What `6-print.css` leaves of a sheet, in CSS pixels: A4 upright, and A3 lying for pages that are a map or table. */
const A4 = { width: 703, height: 1031 };
const A3 = { width: 1511, height: 1046 };

/** Complains about what a printed page would lose. */
export async function print(page, complain) {
  const wide = await page.evaluate(() => document.body.classList.contains("wide"));
  const sheet = wide ? A3 : A4;
  await page.emulateMedia({ colorScheme: "light", media: "print" });
  await page.setViewportSize(sheet);
  for (const text of await page.evaluate(readSheet, sheet)) complain(`on paper: ${text}`);
}

// Runs in the page.
function readSheet(sheet) {
  const found = new Map();
  const add = (text, element) => {
    if (!found.has(text)) found.set(text, element.textContent.trim().replace(/\s+/g, " ").slice(0, 60));
  };
  const shown = (element) => element.getClientRects().length > 0;
  for (const whole of document.querySelectorAll(".card, .journey-card, .evidence > li, .figures, .chart, .chip, tr")) {
    if (!shown(whole) || whole.matches("table.data tr")) continue;
    const name = whole.className ? `.${whole.className.split(" ")[0]}` : whole.localName;
    const { right, height } = whole.getBoundingClientRect();
    if (right > sheet.width + 1) add(`${name} is cut at the edge`, whole);
    if (whole.matches(".card, .journey-card, .evidence > li, tr")) {
      if (!getComputedStyle(whole).breakInside.startsWith("avoid")) add(`${name} may be cut between two sheets`, whole);
      if (height > sheet.height) add(`${name} is higher than a sheet`, whole);
    }
  }
  for (const box of document.querySelectorAll("main *")) {
    if (!shown(box) || box.scrollWidth <= box.clientWidth + 1 || box.clientWidth === 0) continue;
    const { overflowX, textOverflow } = getComputedStyle(box);
    // An ellipsis says that something is left out.
    if (box.closest(".hidden") || overflowX === "visible" || textOverflow === "ellipsis") continue;
    add(`what is beyond the edge of .${box.className} cannot be scrolled to`, box);
  }
  return [...found].map(([text, example]) => `${text}: ${example}`);
}

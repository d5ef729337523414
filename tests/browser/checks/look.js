// How a page looks in light and dark, on a phone, on a laptop and on a large screen.

const widths = [380, 1024, 1920];

export const looks = ["light", "dark"].flatMap((colorScheme) => widths.map((width) => ({ colorScheme, width })));

/** Puts a page into a look. */
export async function take(page, { colorScheme, width }) {
  await page.emulateMedia({ colorScheme, media: "screen" });
  await page.setViewportSize({ width, height: 900 });
}

/** Complains about a page in the look it has. */
export async function inspect(page, { colorScheme, width }, complain) {
  for (const text of await page.evaluate(readLook)) complain(`${text} at ${width} px in ${colorScheme}`);
}

// Runs in the page.
function readLook() {
  const found = [];
  const { scrollWidth, clientWidth } = document.documentElement;
  const excess = Math.max(scrollWidth - clientWidth, document.body.scrollWidth - document.body.clientWidth);
  if (excess > 0) found.push(`${excess} px too wide`);
  const style = getComputedStyle(document.body);
  if (style.color === style.backgroundColor) found.push("text has the colour of its ground");
  return found;
}

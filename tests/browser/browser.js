// The browser that all tests use: headless, without the network.

import { chromium } from "playwright-core";

const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
  "--disable-quic",
];

export function launch(executablePath) {
  return chromium.launch({ executablePath, args: flags });
}

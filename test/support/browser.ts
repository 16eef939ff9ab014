import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { cleanUp } from "./clean-up.ts";

const PATH = "/usr/bin/chromium";

/** It neither asks anybody for anything nor needs a display. */
const QUIET = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** True where Debian's browser is installed. */
export const hasBrowser = existsSync(PATH);

/** A browser with a profile of its own, closed after the test. */
export async function openBrowser(): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: PATH, args: QUIET });
  cleanUp(() => browser.close());
  return browser;
}

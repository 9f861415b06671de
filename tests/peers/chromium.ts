// A headless Chromium of the system's, and a page in it.

import { type Browser, chromium } from "playwright-core";

const ARGUMENTS: readonly string[] = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * `hosts` leads elsewhere: `MAP 127.0.0.1:5500 127.0.0.1:41037` gives pages of a free port the origin
 * that their server allows.
 */
export async function startChromium(executablePath: string, hosts?: string): Promise<Browser> {
  const rules = hosts === undefined ? [] : [`--host-resolver-rules=${hosts}`];
  return await chromium.launch({ executablePath, args: [...ARGUMENTS, ...rules] });
}

/** Opens a page and takes what its own `result` comes to. */
export async function resultOf<Result>(browser: Browser, url: string): Promise<Result> {
  const page = await browser.newPage();
  try {
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(url);
    if (problems.length > 0) throw new Error(`The page failed: ${problems.join("; ")}`);
    return await page.evaluate("result");
  } finally {
    await page.close();
  }
}

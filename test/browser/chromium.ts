import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Chrome and Chromium install themselves. */
const INSTALLED = [
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * Without a sandbox, since that needs rights which a container, or root, has not: the pages are our own. The rest keeps
 * Chromium's own requests from the network.
 */
const ARGUMENTS = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Starts the system's browser, or else the one that an npm package brings for Linux. @throws Error that says what to do */
export async function startBrowser(): Promise<Browser> {
  const installed = [process.env['CHROME_PATH'] ?? '', ...INSTALLED].find((file) => file !== '' && existsSync(file));
  try {
    const executablePath = installed ?? (await broughtAlong());
    return await chromium.launch({ executablePath, args: ARGUMENTS });
  } catch (error) {
    const message =
      'The browser tests need Chrome or Chromium. Install one of them, or say with CHROME_PATH where it is. ' +
      `(${installed ?? 'The one of the package @sparticuz/chromium, for Linux on x64,'} does not start.)`;
    throw new Error(message, { cause: error });
  }
}

async function broughtAlong(): Promise<string> {
  // By this the package knows that it must bring the libraries, too, which a bare system lacks
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs20.x';
  const { default: packaged } = await import('@sparticuz/chromium');
  return packaged.executablePath();
}

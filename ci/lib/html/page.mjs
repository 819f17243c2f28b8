// SPDX-License-Identifier: Apache-2.0
// A page in headless Chromium that notes what must not happen: messages on the
// console, errors of scripts, requests for anything but the file itself.
import {createRequire} from 'node:module';
import {pathToFileURL} from 'node:url';

export const load = (npm) => createRequire(`${npm}/package.json`);

export const startBrowser = (npm) => load(npm)('playwright-core').chromium.launch({
  executablePath: process.env.IEC_CHROMIUM ?? '/usr/bin/chromium',
  headless: true,
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update',
    '--disable-sync', '--disable-dev-shm-usage',
  ],
});

// open(browser, file, {hash, ...options of the context})
export const open = async (browser, file, {hash = '', ...options} = {}) => {
  const context = await browser.newContext({
    viewport: {width: 1280, height: 900}, serviceWorkers: 'block', ...options,
  });
  context.setDefaultTimeout(120000);  // a machine that does much else
  const page = await context.newPage();
  const trouble = [];
  const address = pathToFileURL(file).href;
  page.on('console', (message) => trouble.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => trouble.push(`script: ${error.message}`));
  page.on('request', (request) => {
    if (request.url().split('#')[0] === address) return;
    if (request.url() === 'data:,') return;  // the icon that is none
    trouble.push(`request: ${request.url()}`);
  });
  await page.goto(address + hash, {waitUntil: 'load'});
  return {page, context, trouble};
};

export const need = (holds, text) => {
  if (!holds) throw new Error(text);
};

export const same = (found, wanted, what) => need(
    JSON.stringify(found) === JSON.stringify(wanted),
    `${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);

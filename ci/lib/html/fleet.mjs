// SPDX-License-Identifier: Apache-2.0
// What holds of the page of a fleet, which has tables only: neither a filter
// nor evidence to open.
import * as checks from './checks.mjs';
import {need, open, same} from './page.mjs';

const loads = checks.withPage({}, async ({page}) => {
  need(await page.title() !== '', 'it has a title');
  same(await page.evaluate(() => document.cookie), '', 'no cookie');
  same(await page.evaluate(() => window.name), '', 'nothing kept');
});

// Rows and sections are all shown, with scripts and without them.
const isComplete = (javaScriptEnabled) => checks.withPage(
    {javaScriptEnabled}, async ({page}) => {
      const rows = await page.locator('tbody tr').evaluateAll(
          (all) => all.filter((row) => row.checkVisibility()).length);
      need(rows > 4, 'it has rows');
      same(rows, await page.locator('tr').count() -
           await page.locator('thead tr').count(), 'rows that are shown');
      const empty = await page.locator('main > section').evaluateAll(
          (all) => all.filter((part) => part.innerText.trim() === '').length);
      same(empty, 0, 'empty sections');
      // Each entry of the contents leads to a section with what it promises.
      const wrong = await page.locator('nav a').evaluateAll((links) =>
        links.filter((link) => {
          const part = document.querySelector(link.getAttribute('href'));
          return part === null || !part.checkVisibility();
        }).map((link) => link.outerHTML));
      same(wrong, [], 'links that lead nowhere');
    });

const prints = async (browser, file) => {
  for (const javaScriptEnabled of [true, false]) {
    const {page, context, trouble} =
        await open(browser, file, {javaScriptEnabled, colorScheme: 'dark',
                                   viewport: {width: 688, height: 1000}});
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    const found = await page.evaluate(() => ({
      ground: getComputedStyle(document.body).backgroundColor,
      tables: [...document.querySelectorAll('table')].every(
          (table) => getComputedStyle(table).display === 'table'),
    }));
    same(found, {ground: 'rgb(255, 255, 255)', tables: true},
         `scripts ${javaScriptEnabled}`);
    const pdf = await page.pdf({format: 'A4'});
    need(pdf.subarray(0, 5).toString() === '%PDF-', 'a PDF comes of it');
    need(pdf.length > 20000, 'with something in it');
    same(trouble, [], 'no message, no error, no request');
    await context.close();
  }
};

export const all = {
  'loads without a message or a request': loads,
  'is complete': isComplete(true),
  'is complete without scripts': isComplete(false),
  'is accessible, light': checks.isAccessible('light'),
  'is accessible, dark': checks.isAccessible('dark'),
  'is accessible, narrow and dark': checks.isAccessible('dark', 320),
  'is told to screen readers': checks.speaks(1280, []),
  'is told to screen readers, narrow': checks.speaks(320, []),
  'is walked by keyboard': checks.walksByKeyboard,
  'fits into 320 px': checks.fits(320),
  'fits at a zoom of 200 %': checks.fits(640),
  'prints': prints,
};

// As in check.mjs.
export const broken = [
  ['asks for a picture', '</main>', '<img alt="" src="https://192.0.2.1/x"></main>', loads],
  ['has a foreign script', '</main>', '<script>document.title = 1</script></main>', loads],
  ['hides a row', '<tbody>\n<tr>', '<tbody>\n<tr hidden>', isComplete(false)],
  ['promises a section that is not there', '<section id="infrastructure"', '<section id="x"', isComplete(true)],
  ['has no language', ' lang="en"', '', checks.isAccessible('light')],
  ['skips its content', 'id="content" tabindex="-1"', 'id="x" tabindex="-1"', checks.walksByKeyboard],
  ['is wide', '</main>', '<svg width="500" height="9"></svg></main>', checks.fits(320)],
];

// SPDX-License-Identifier: Apache-2.0
// What holds of each report. A check takes a browser and a file and throws
// where it does not hold.
import {load, need, open, same} from './page.mjs';

const closed = async (context) => context.close();

export const withPage = (options, work) => async (browser, file, npm) => {
  const opened = await open(browser, file, options);
  try {
    await work(opened, npm, browser, file);
    same(opened.trouble, [], 'no message, no error, no request');
  } finally {
    await closed(opened.context);
  }
};

const countOf = (page) => page.evaluate(() => ({
  rows: [...document.querySelectorAll('tr[data-verdict]')]
      .filter((item) => item.checkVisibility()).length,
  tests: [...document.querySelectorAll('article[data-verdict]')]
      .filter((item) => item.checkVisibility()).length,
}));

// What the attributes say has to be shown, counted without the page's script.
const expected = (page, {verdicts = [], fr = '', sl = 0, text = ''}) =>
  page.evaluate((wanted) => {
    const fits = (item) =>
      (wanted.verdicts.length === 0 ||
       wanted.verdicts.includes(item.dataset.verdict)) &&
      (wanted.fr === '' || wanted.fr === item.dataset.fr) &&
      (wanted.sl === 0 || item.dataset.sl === 'every' ||
       (item.dataset.sl > 0 && item.dataset.sl <= wanted.sl)) &&
      item.textContent.toLowerCase().includes(wanted.text);
    const count = (selector) =>
      [...document.querySelectorAll(selector)].filter(fits).length;
    return {rows: count('tr[data-verdict]'),
            tests: count('article[data-verdict]')};
  }, {verdicts, fr, sl, text});

export const loads = withPage({}, async ({page}) => {
  need(await page.title() !== '', 'it has a title');
  need(await page.isVisible('#filter'), 'the filter is shown');
  const kept = await page.evaluate(() => document.cookie);
  same(kept, '', 'no cookie');
});

export const filters = withPage({}, async ({page}) => {
  const all = await countOf(page);
  need(all.rows > 4, 'it has rows');
  const present = await page.evaluate(() =>
    document.querySelector('tr[data-verdict]:not([data-fr="0"])').dataset);
  const cases = [
    {verdicts: [present.verdict]}, {fr: present.fr}, {sl: 1}, {sl: 2},
    {verdicts: [present.verdict, 'manual'], fr: '2', sl: 3},
    {text: 'authentication'}, {text: 'ccsc'}, {text: 'no such text at all'},
  ];
  let narrowed = 0;
  for (const wanted of cases) {
    for (const verdict of wanted.verdicts ?? []) {
      await page.check(`fieldset input[value="${verdict}"]`);
    }
    await page.selectOption('#filter-fr', wanted.fr ?? '');
    await page.selectOption('#filter-sl', String(wanted.sl || ''));
    await page.fill('#filter-text', wanted.text ?? '');
    const left = await countOf(page);
    same(left, await expected(page, wanted), JSON.stringify(wanted));
    need((await page.textContent('#count')).includes(`${left.rows} of`),
         'the number is said');
    if (left.rows < all.rows) ++narrowed;
    await page.click('#clear');
    await page.waitForFunction(
        (rows) => [...document.querySelectorAll('tr[data-verdict]')]
            .filter((item) => !item.hidden).length === rows, all.rows);
  }
  need(narrowed >= 4, 'the filter narrows the lists');
  need(await page.evaluate(() => [...document.querySelectorAll('[data-group]')]
      .every((group) => group.checkVisibility())), 'each group is back');
  same(await page.getAttribute('#count', 'aria-live'), 'polite', 'aria-live');
});

export const remembersInTheAddress = withPage({}, async (opened, npm, browser, file) => {
  const {page} = opened;
  await page.check('fieldset input[value="manual"]');
  await page.fill('#filter-text', 'ccsc');
  const left = await countOf(page);
  const hash = await page.evaluate(() => location.hash);
  const again = await open(browser, file, {hash});
  same(await countOf(again.page), left, 'the same from the address');
  same(await again.page.inputValue('#filter-text'), 'ccsc', 'the text');
  // A link into what is filtered out shows it.
  const href = await again.page.evaluate(() => {
    const row = document.querySelector('tr[id][data-verdict][hidden]');
    location.hash = row.id;
    return row.id;
  });
  await again.page.waitForFunction(
      (id) => document.getElementById(id).checkVisibility(), href);
  same(again.trouble, [], 'no message, no error, no request');
  await closed(again.context);
  const fresh = await open(browser, file);
  const all = await countOf(fresh.page);
  need(all.rows > left.rows, 'a fresh page shows everything');
  same(await fresh.page.evaluate(() => location.hash), '', 'no hash');
  same(await fresh.page.evaluate(() => window.name), '', 'nothing kept');
  await closed(fresh.context);
});

export const expands = withPage({}, async ({page}) => {
  const openOnes = () => page.locator('details[open]').count();
  const all = await page.locator('details').count();
  need(all > 0, 'it has evidence');
  await page.click('#expand');
  same(await openOnes(), all, 'all open');
  await page.click('#collapse');
  same(await openOnes(), 0, 'all closed');
  await page.locator('summary').first().focus();
  await page.keyboard.press('Enter');
  same(await openOnes(), 1, 'opened by the keyboard');
});

// Without scripts: nothing is hidden but the controls, and evidence opens.
export const worksWithoutScripts = withPage(
    {javaScriptEnabled: false}, async ({page}) => {
      same(await page.locator('#filter').isVisible(), false, 'no dead control');
      const items = page.locator('[data-verdict]');
      const hidden = await items.evaluateAll(
          (all) => all.filter((item) => !item.checkVisibility()).length);
      need(await items.count() > 4, 'it has rows');
      same(hidden, 0, 'rows that are hidden');
      const empty = await page.locator('main > section').evaluateAll(
          (all) => all.filter((part) => part.innerText.trim() === '').length);
      same(empty, 0, 'empty sections');
      const first = page.locator('details:not([open])').first();
      if (await first.count() > 0) {
        const handle = await first.elementHandle();
        await first.locator('summary').click();
        same(await handle.evaluate((part) => part.open), true, 'opens');
      }
    });

// The page of a fleet has no evidence to open.
const expand = async (page) => {
  if (await page.locator('details').count() > 0) await page.click('#expand');
};

const axeRules = {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',
            'best-practice'],
  resultTypes: ['violations', 'incomplete'],
};

// In both themes, each piece of evidence open, so that all of it is judged.
export const isAccessible = (colorScheme, width = 1280) => withPage(
    {colorScheme, viewport: {width, height: 900}}, async ({page}, npm) => {
      await expand(page);
      await page.evaluate(load(npm)('axe-core').source);
      const {violations, incomplete} = await page.evaluate(
          (rules) => axe.run(document, rules), axeRules);
      const words = (list) => list.map(({id, nodes}) =>
        `${id}: ${nodes.slice(0, 3).map((node) => node.html.slice(0, 160) +
          ' ' + (node.any[0]?.message ?? '')).join(' | ')}`);
      same(words(violations), [], 'axe');
      same(words(incomplete.filter(({id}) => id === 'color-contrast')), [],
           'contrast that axe could not judge');
    });

const spoken = ['table', 'row', 'rowheader', 'columnheader', 'main',
                'navigation', 'banner', 'contentinfo', 'heading'];

// Headings and tables are there for those who hear the page, narrow or not.
export const speaks = (width, more = ['search', 'status']) => withPage(
    {viewport: {width, height: 900}}, async ({page, context}) => {
      const session = await context.newCDPSession(page);
      const {nodes} = await session.send('Accessibility.getFullAXTree');
      const roles = {};
      for (const {role, ignored} of nodes) {
        if (!ignored) roles[role?.value] = (roles[role?.value] ?? 0) + 1;
      }
      for (const role of [...spoken, ...more]) {
        need(roles[role] > 0, `the role ${role} is told: ` +
             JSON.stringify(roles));
      }
      same(roles.table, await page.locator('table').evaluateAll(
          (all) => all.filter((table) => table.checkVisibility()).length),
           'tables told');
    });

export const walksByKeyboard = withPage({}, async ({page}) => {
  // Not by a click: from there the walk would begin.
  await page.evaluate(() => {
    for (const part of document.querySelectorAll('details')) part.open = true;
  });
  const where = () => page.evaluate(() => {
    const item = document.activeElement;
    if (item === document.body || item === null) return null;
    const all = [...document.querySelectorAll('*')];
    const box = item.getBoundingClientRect();
    const style = getComputedStyle(item);
    return {
      at: all.indexOf(item), name: item.outerHTML.slice(0, 80),
      seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 &&
          box.width > 0,
      ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 1,
    };
  });
  await page.keyboard.press('Tab');
  need((await where()).name.includes('class="skip"'), 'the skip link is first');
  let last = -1;
  let steps = 0;
  for (let here = await where(); here !== null && steps < 2000;
       here = await where()) {
    need(here.at > last, `the order is that of the page: ${here.name}`);
    need(here.seen, `what has the focus is seen: ${here.name}`);
    need(here.ring, `the focus is seen: ${here.name}`);
    last = here.at;
    ++steps;
    await page.keyboard.press('Tab');
  }
  const links = await page.evaluate(() =>
    [...document.querySelectorAll('a, button, input, select, summary')]
        .filter((item) => item.checkVisibility()).length);
  same(steps, links, 'each control is reached');
  await page.evaluate(() => document.querySelector('.skip').focus());
  await page.keyboard.press('Enter');
  need(await page.evaluate(() =>
    document.querySelector('main').contains(document.activeElement)),
       'the skip link leads to the content');
});

// 320 px wide, and what 200 % of zoom leaves of 1280 px.
export const fits = (width) => withPage(
    {viewport: {width, height: 640}}, async ({page}) => {
      await expand(page);
      const found = await page.evaluate(() => ({
        page: document.documentElement.scrollWidth - innerWidth,
        wide: [...document.querySelectorAll('main *, header *, nav *')]
            .filter((item) => item.getBoundingClientRect().right >
                innerWidth + 1 && !item.closest('.spoken, thead'))
            .slice(0, 3).map((item) => item.outerHTML.slice(0, 120)),
      }));
      same(found, {page: 0, wide: []}, 'nothing is wider than the window');
    });

const inPrint = (page) => page.evaluate(() => {
  const rgb = getComputedStyle(document.body).backgroundColor;
  const details = [...document.querySelectorAll('details')];
  const body = (part) => part.querySelector('summary').nextElementSibling;
  return {
    white: rgb === 'rgb(255, 255, 255)',
    evidence: details.filter((part) => body(part).getClientRects().length > 0 &&
        body(part).checkVisibility({contentVisibilityAuto: true})).length,
    all: details.length,
    controls: document.querySelector('#filter-text').checkVisibility(),
    tables: [...document.querySelectorAll('table')].every(
        (table) => getComputedStyle(table).display === 'table'),
  };
});

// On paper the evidence is open and the ground is white, with scripts and
// without them; who does not want it all gets what is open.
export const prints = async (browser, file) => {
  for (const javaScriptEnabled of [true, false]) {
    const {page, context, trouble} =
        await open(browser, file, {javaScriptEnabled, colorScheme: 'dark',
                                   viewport: {width: 688, height: 1000}});
    await page.emulateMedia({media: 'print', colorScheme: 'dark'});
    const found = await inPrint(page);
    need(found.all > 0, 'it has evidence');
    same(found, {white: true, evidence: found.all, all: found.all,
                 controls: false, tables: true}, `scripts ${javaScriptEnabled}`);
    const pdf = await page.pdf({format: 'A4'});
    need(pdf.subarray(0, 5).toString() === '%PDF-', 'a PDF comes of it');
    need(pdf.length > 20000, 'with something in it');
    if (javaScriptEnabled) {
      await page.emulateMedia({media: 'screen'});
      await page.click('#collapse');
      await page.locator('summary').first().click();
      await page.uncheck('#print-all');
      await page.emulateMedia({media: 'print'});
      same((await inPrint(page)).evidence, 1, 'what is open');
    }
    same(trouble, [], 'no message, no error, no request');
    await closed(context);
  }
};

// SPDX-License-Identifier: Apache-2.0
// node check.mjs NPM PAGE... --fleet PAGE...: each check on each page, those
// of a report and those of a fleet, and the first page of either broken in one
// way after the other, which has to be found. The last line is
// `N passed, N failed`.
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';

import * as checks from './checks.mjs';
import * as fleet from './fleet.mjs';
import {startBrowser} from './page.mjs';

const [npm, ...files] = process.argv.slice(2);
const split = files.indexOf('--fleet');

const all = {
  'loads without a message or a request': checks.loads,
  'filters by text, verdict, FR and level': checks.filters,
  'keeps the filter in its address only': checks.remembersInTheAddress,
  'expands and collapses': checks.expands,
  'is complete without scripts': checks.worksWithoutScripts,
  'is accessible, light': checks.isAccessible('light'),
  'is accessible, dark': checks.isAccessible('dark'),
  'is accessible, narrow and dark': checks.isAccessible('dark', 320),
  'is told to screen readers': checks.speaks(1280),
  'is told to screen readers, narrow': checks.speaks(320),
  'is walked by keyboard': checks.walksByKeyboard,
  'fits into 320 px': checks.fits(320),
  'fits at a zoom of 200 %': checks.fits(640),
  'prints': checks.prints,
};

// [what, from, to, the check that has to refuse it]. `from` is replaced once.
const broken = [
  ['asks for a picture', '</main>', '<img alt="" src="https://192.0.2.1/x"></main>', checks.loads],
  ['asks for a style', '</title>', '</title><link rel="stylesheet" href="x.css">', checks.loads],
  ['has a foreign script', '</main>', '<script>document.title = 1</script></main>', checks.loads],
  ['has another script than its policy says', "'use strict';", "'use strict'; ", checks.filters],
  ['has a foreign style', '</main>', '<p style="color: red">x</p></main>', checks.loads],
  ['hides a row', '<tr id="', '<tr hidden id="', checks.worksWithoutScripts],
  ['lies about a verdict', 'data-verdict="pass"', 'data-verdict="fail" data-group data-x="', checks.filters],
  ['has a field without a label', '<label for="filter-text">', '<label>', checks.isAccessible('light')],
  ['has no language', ' lang="en"', '', checks.isAccessible('light')],
  ['has an id twice', 'id="levels-title"', 'id="matrix-title"', null],
  ['has a trap for the focus', 'class="skip"', 'class="skip" tabindex="5"', checks.isAccessible('light')],
  ['skips its content', 'id="content" tabindex="-1"', 'id="x" tabindex="-1"', checks.walksByKeyboard],
];

let passed = 0;
let failed = 0;
const told = (holds, name, why = '') => {
  if (holds) ++passed; else ++failed;
  console.log(holds ? `ok ${name}` : `FAILED ${name}\n  ${why}`);
};

const work = mkdtempSync(join(tmpdir(), 'iec-html-'));
const browser = await startBrowser(npm);

const judge = async (pages, all, broken) => {
  for (const file of pages) {
    for (const [name, check] of Object.entries(all)) {
      const why = await check(browser, file, npm)
          .then(() => null, (error) => error.message);
      told(why === null, `${basename(file)} ${name}`, why);
    }
  }
  const good = readFileSync(pages[0], 'utf8');
  for (const [what, from, to, check] of broken) {
    if (check === null) continue;
    const file = join(work, 'broken.html');
    writeFileSync(file, good.replace(from, () => to));
    const why = good.includes(from) ?
        await check(browser, file, npm).then(() => null, (error) => error) :
        null;
    told(why !== null, `a page that ${what} is refused`, 'nobody noticed');
  }
};

try {
  await judge(files.slice(0, split), all, broken);
  await judge(files.slice(split + 1), fleet.all, fleet.broken);
} finally {
  await browser.close();
  rmSync(work, {recursive: true});
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

// SPDX-License-Identifier: Apache-2.0
// The page is complete without it. It narrows the lists, opens and closes the
// evidence, and keeps what is chosen in the address only: "#f?v=fail&fr=1".
'use strict';
(() => {
  const get = (id) => document.getElementById(id);
  const filter = get('filter');
  if (filter === null) return;
  const prefix = '#f?';
  const text = get('filter-text');
  const lists = {fr: get('filter-fr'), sl: get('filter-sl')};
  const boxes = [...filter.querySelectorAll('fieldset input')];
  const printAll = get('print-all');
  const items = [...document.querySelectorAll('[data-verdict]')];
  const groups = [...document.querySelectorAll('[data-group]')];
  const words = new Map(
      items.map((item) => [item, item.textContent.toLowerCase()]));
  const evidence = () => [...document.querySelectorAll('details')];

  const chosen = () => ({
    words: text.value.toLowerCase().split(/\s+/).filter(Boolean),
    verdicts: boxes.filter((box) => box.checked).map((box) => box.value),
    fr: lists.fr.value,
    sl: Number(lists.sl.value),
  });

  // What is demanded at a level includes what is demanded below it, and what
  // every level demands.
  const fits = (item, wanted) =>
    wanted.words.every((word) => words.get(item).includes(word)) &&
    (wanted.verdicts.length === 0 ||
     wanted.verdicts.includes(item.dataset.verdict)) &&
    (wanted.fr === '' || wanted.fr === item.dataset.fr) &&
    (wanted.sl === 0 || item.dataset.sl === 'every' ||
     (Number(item.dataset.sl) > 0 && Number(item.dataset.sl) <= wanted.sl));

  const shown = (selector) => {
    const all = items.filter((item) => item.matches(selector));
    const left = all.filter((item) => !item.hidden);
    return `${left.length} of ${all.length}`;
  };

  const show = () => {
    const wanted = chosen();
    for (const item of items) item.hidden = !fits(item, wanted);
    for (const group of groups) {
      group.hidden = [...group.querySelectorAll('[data-verdict]')].every(
          (item) => item.hidden);
    }
    get('count').textContent =
        `Shown: ${shown('tr')} requirements and constraints, ` +
        `${shown('article')} tests.`;
  };

  const address = () => {
    const query = new URLSearchParams();
    const {verdicts} = chosen();
    if (text.value !== '') query.set('q', text.value);
    if (verdicts.length > 0) query.set('v', verdicts.join(','));
    for (const [name, list] of Object.entries(lists)) {
      if (list.value !== '') query.set(name, list.value);
    }
    return query.toString() === '' ? '#requirements' : prefix + query;
  };

  const changed = () => {
    show();
    history.replaceState(null, '', address());
  };

  const choose = (query) => {
    const verdicts = (query.get('v') ?? '').split(',');
    text.value = query.get('q') ?? '';
    for (const [name, list] of Object.entries(lists)) {
      list.value = query.get(name) ?? '';
      if (list.selectedIndex < 0) list.value = '';  // there is none such
    }
    for (const box of boxes) box.checked = verdicts.includes(box.value);
    show();
  };

  // A link into what is filtered out or closed must not lead nowhere.
  const follow = () => {
    if (location.hash.startsWith(prefix)) {
      choose(new URLSearchParams(location.hash.slice(prefix.length)));
      filter.scrollIntoView();
      return;
    }
    const target = get(location.hash.slice(1));
    if (target === null) return;
    if (target.hidden) choose(new URLSearchParams());
    for (const part of target.matches('article') ?
                           target.querySelectorAll('details') : []) {
      part.open = true;
    }
    target.scrollIntoView();
  };

  const openAll = (open) => {
    for (const part of evidence()) part.open = open;
  };

  let closed = [];
  addEventListener('beforeprint', () => {
    if (!printAll.checked) return;
    closed = evidence().filter((part) => !part.open);
    openAll(true);
  });
  addEventListener('afterprint', () => {
    for (const part of closed) part.open = false;
    closed = [];
  });
  printAll.addEventListener('change', () => {
    document.documentElement.classList.toggle('as-chosen', !printAll.checked);
  });
  filter.addEventListener('input', (event) => {
    if (event.target !== printAll) changed();
  });
  get('clear').addEventListener('click', () => {
    choose(new URLSearchParams());
    history.replaceState(null, '', address());
  });
  get('expand').addEventListener('click', () => openAll(true));
  get('collapse').addEventListener('click', () => openAll(false));
  addEventListener('hashchange', follow);

  filter.hidden = false;
  show();
  follow();
})();

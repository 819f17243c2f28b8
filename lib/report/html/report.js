// SPDX-License-Identifier: Apache-2.0
// The page is complete without it. It narrows the lists, opens and closes the
// evidence, and keeps what is chosen in the address only: "#f?v=fail&fr=1".
'use strict';
(() => {
  const form = document.getElementById('filter');
  if (form === null) return;
  const prefix = '#f?';
  const count = document.getElementById('count');
  const printAll = document.getElementById('print-all');
  const items = [...document.querySelectorAll('[data-verdict]')];
  const groups = [...document.querySelectorAll('[data-group]')];
  const words = new Map(
      items.map((item) => [item, item.textContent.toLowerCase()]));
  const evidence = () => [...document.querySelectorAll('details')];
  const boxes = () => [...form.querySelectorAll('input[name="v"]')];

  const chosen = () => ({
    words: form.elements.q.value.toLowerCase().split(/\s+/).filter(Boolean),
    verdicts: boxes().filter((box) => box.checked).map((box) => box.value),
    fr: form.elements.fr.value,
    sl: Number(form.elements.sl.value),
  });

  // What is demanded at a level includes what is demanded below it.
  const fits = (item, wanted) =>
    wanted.words.every((word) => words.get(item).includes(word)) &&
    (wanted.verdicts.length === 0 ||
     wanted.verdicts.includes(item.dataset.verdict)) &&
    (wanted.fr === '' || wanted.fr === item.dataset.fr) &&
    (wanted.sl === 0 ||
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
    count.textContent =
        `Shown: ${shown('tr')} requirements and constraints, ` +
        `${shown('article')} tests.`;
  };

  const address = () => {
    const query = new URLSearchParams();
    const {verdicts} = chosen();
    if (form.elements.q.value !== '') query.set('q', form.elements.q.value);
    if (verdicts.length > 0) query.set('v', verdicts.join(','));
    for (const name of ['fr', 'sl']) {
      if (form.elements[name].value !== '') {
        query.set(name, form.elements[name].value);
      }
    }
    return query.size === 0 ? '#requirements' : prefix + query;
  };

  const changed = () => {
    show();
    history.replaceState(null, '', address());
  };

  const choose = (query) => {
    const verdicts = (query.get('v') ?? '').split(',');
    form.elements.q.value = query.get('q') ?? '';
    form.elements.fr.value = query.get('fr') ?? '';
    form.elements.sl.value = query.get('sl') ?? '';
    for (const name of ['fr', 'sl']) {  // a value that it does not have
      if (form.elements[name].selectedIndex < 0) form.elements[name].value = '';
    }
    for (const box of boxes()) box.checked = verdicts.includes(box.value);
    show();
  };

  // A link into what is filtered out or closed must not lead nowhere.
  const follow = () => {
    if (location.hash.startsWith(prefix)) {
      choose(new URLSearchParams(location.hash.slice(prefix.length)));
      form.scrollIntoView();
      return;
    }
    const target = document.getElementById(location.hash.slice(1));
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
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', (event) => {
    if (event.target !== printAll) changed();
  });
  form.addEventListener('reset', () => setTimeout(() => {
    document.documentElement.classList.toggle('as-chosen', !printAll.checked);
    changed();
  }));
  document.getElementById('expand').addEventListener(
      'click', () => openAll(true));
  document.getElementById('collapse').addEventListener(
      'click', () => openAll(false));
  addEventListener('hashchange', follow);

  form.hidden = false;
  show();
  follow();
})();

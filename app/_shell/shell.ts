// What every page needs before React: theme, projector view, sandbox badge, copy buttons, done marks, keys, search on
// first use, offline reading, and the key at /start.
// Written out as /shell.js with its types stripped; 4 kB at most.
{
  const d = document;
  const root = d.documentElement;
  const one = <T extends HTMLElement>(selector: string) => d.querySelector<T>(selector);
  const kept = (name: string, value?: string): string | null => {
    try {
      if (value === undefined) return localStorage.getItem(`loadstone.${name}`);
      localStorage.setItem(`loadstone.${name}`, value);
    } catch {
      // Storage is switched off: everything works, nothing is remembered.
    }
    return null;
  };
  // The reader's settings and done marks have their time with them, and go to the hub too: see connection/kept.ts.
  const keep = (key: string, value: unknown): void => {
    const entry = { value, savedAt: new Date().toISOString() };
    kept(`state.${key}`, JSON.stringify(entry));
    if (badge?.dataset.state === 'live')
      fetch('/api/state', {
        method: 'PUT',
        keepalive: true,
        headers: { authorization: `Bearer ${kept('key')}`, 'content-type': 'application/json' },
        body: JSON.stringify({ entries: { [key]: entry } }),
      }).catch(() => {});
  };
  const set = (name: string, value: string): void => {
    kept(name, value);
    keep(`shell.${name}`, value);
  };
  const on = (selector: string, act: (element: HTMLElement) => void) =>
    d.addEventListener('click', (event) => {
      const element = (event.target as Element).closest<HTMLElement>(selector);
      if (element) act(element);
    });

  root.dataset.shell = '';

  const themes = ['system', 'light', 'dark'];
  const themeName = () => {
    const button = one('#theme');
    const name = root.dataset.theme ?? 'system';
    if (button)
      button.ariaLabel = button.title = `Colours: ${name}. Press for ${themes[(themes.indexOf(name) + 1) % 3]}.`;
  };
  on('#theme', () => {
    const next = themes[(themes.indexOf(root.dataset.theme ?? 'system') + 1) % 3] as string;
    set('theme', next);
    if (next === 'system') delete root.dataset.theme;
    else root.dataset.theme = next;
    themeName();
  });
  themeName();

  const viewName = () => {
    const button = one('#projector');
    if (button) button.ariaPressed = String('view' in root.dataset);
  };
  on('#projector', () => {
    if ('view' in root.dataset) delete root.dataset.view;
    else root.dataset.view = 'projector';
    set('view', root.dataset.view ?? '');
    viewName();
  });
  viewName();

  for (const link of d.querySelectorAll<HTMLAnchorElement>('#menu nav a'))
    if (link.pathname === location.pathname) link.ariaCurrent = 'page';
  // What leads to a place on this page closes the drawer it stands in.
  on('[popover] a', (link) => link.closest<HTMLElement>('[popover]')?.hidePopover());

  // Marks the section being read: the last one whose heading has passed the upper third of the window.
  const sections = [...d.querySelectorAll<HTMLAnchorElement>('#contents a')];
  const passed = new IntersectionObserver(
    () => {
      const top = (link: HTMLAnchorElement) => d.getElementById(link.hash.slice(1))?.getBoundingClientRect().top ?? 0;
      const here = sections.findLast((link) => top(link) < innerHeight / 3) ?? sections[0];
      for (const link of sections) link.ariaCurrent = link === here ? 'location' : null;
    },
    { rootMargin: '99999px 0px -67%' },
  );
  for (const link of sections) {
    const heading = d.getElementById(link.hash.slice(1));
    if (heading) passed.observe(heading);
  }

  const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
  const sandbox = navigation?.serverTiming.find((entry) => entry.name === 'sandbox');
  // `process`: the reader let labs run without walls on a host that cannot build them; every page says so.
  const bare = sandbox?.description === 'process';
  const badge = one('#badge');
  // `away`: the sandbox was switched off since; `refused`: it is back and wants a new key (connection/sandbox.ts).
  const showBadge = (reach: 'here' | 'away' | 'refused') => {
    if (!badge) return;
    // The service worker marks a page that it had to take from what it kept.
    const state = !sandbox || reach === 'away' ? 'recorded' : kept('key') && reach === 'here' ? 'live' : 'locked';
    badge.dataset.state = 'offline' in root.dataset ? 'offline' : state;
    badge.textContent = {
      offline: 'Offline, kept copy',
      recorded: 'Recorded runs',
      live: bare ? 'Live, labs without walls' : 'Live sandbox',
      locked: 'Sandbox locked',
    }[badge.dataset.state as 'live'];
    badge.title = {
      offline: 'There is no connection. This is the page as it was when you last opened it.',
      recorded: sandbox
        ? 'The sandbox is switched off. This page notices when it is back.'
        : 'This page comes without a sandbox. It shows recorded runs.',
      live: `Experiments and terminals run on this machine.${bare ? ' What runs in a lab can do all that you can.' : ''}`,
      locked: 'A sandbox is here. Open the start link that npm start printed; npm run url prints a new one.',
    }[badge.dataset.state as 'live'];
  };
  showBadge('here');
  addEventListener('loadstone:reach', (event) => showBadge((event as CustomEvent).detail));

  on('[data-copy]', async (button) => {
    const code = button.closest('figure')?.querySelector('pre');
    if (!code) return;
    const name = button.textContent;
    try {
      await navigator.clipboard.writeText(code.textContent ?? '');
      button.textContent = 'Copied';
    } catch {
      getSelection()?.selectAllChildren(code);
      button.textContent = 'Selected';
    }
    setTimeout(() => (button.textContent = name), 2000);
  });

  const done = new Set((kept('done') ?? '').split(' '));
  const tick = () => {
    for (const link of d.querySelectorAll<HTMLElement>('[data-lesson]'))
      if (done.has(link.dataset.lesson as string)) link.dataset.done = '';
  };
  tick();
  const end = one('[data-lesson-end]');
  if (end)
    new IntersectionObserver((seen, observer) => {
      if (!seen.some((entry) => entry.isIntersecting)) return;
      observer.disconnect();
      const lesson = end.dataset.lessonEnd as string;
      if (done.has(lesson)) return;
      kept('done', [...done.add(lesson)].join(' ').trim());
      keep(`done.${lesson}`, true);
      tick();
    }).observe(end);

  const openSearch = () => {
    const script = '/search/search.js';
    import(script)
      .then((search: { openSearch(): void }) => search.openSearch())
      .catch(() => alert('The search could not be loaded. Check the connection, then try again.'));
  };
  on('#search-open', openSearch);

  const help = one<HTMLDialogElement>('#help');
  on('#help-open', () => help?.showModal());
  const keys = one<HTMLInputElement>('#keys');
  if (keys) {
    keys.checked = kept('keys') !== 'off';
    keys.onchange = () => kept('keys', keys.checked ? 'on' : 'off');
  }
  const places: Record<string, string> = { h: '/', r: '/runs', l: '/ledger', e: '/experiments' };
  const parts: Record<string, string> = { n: '[rel=next]', p: '[rel=prev]', v: '#projector' };
  let before = '';
  d.addEventListener('keydown', (event) => {
    const { key, ctrlKey, metaKey, altKey } = event;
    const busy = (event.target as Element).closest(
      'input,textarea,select,[contenteditable],[role=application],[role=slider],.xterm',
    );
    if (busy || altKey || !keys?.checked || one('dialog[open]')) return;
    const control = ctrlKey || metaKey;
    if (control ? key === 'k' : key === '/') {
      event.preventDefault();
      openSearch();
    } else if (!control) {
      if (key === '?') help?.showModal();
      if (before === 'g' && places[key]) location.href = places[key];
      else if (before === 'g' && parts[key]) d.querySelector<HTMLElement>(`body ${parts[key]}`)?.click();
      before = key;
    }
  });

  // Offline reading is for static hosts. On loopback one port serves many things, and a sandbox is never offline.
  const { serviceWorker, connection } = navigator as Navigator & { connection?: { saveData: boolean } };
  if (serviceWorker && !sandbox && !connection?.saveData && !/^(localhost|127\.|\[::1)/.test(location.hostname))
    serviceWorker
      .register('/offline.js')
      .then(() => serviceWorker.ready)
      .then(({ active }) => active?.postMessage(location.pathname))
      .catch(() => {
        // Then this browser reads online only.
      });

  const start = one('#start');
  if (start) {
    const token = new URLSearchParams(location.hash.slice(1)).get('t');
    history.replaceState(null, '', location.pathname);
    const say = (text: string) => {
      start.textContent = text;
    };
    const exchange = async () => {
      if (!sandbox)
        return say(
          'There is no sandbox behind this page, so there is nothing to sign in to. The course reads without one.',
        );
      if (!token)
        return say(
          kept('key')
            ? 'This browser is signed in already.'
            : 'This address has no start link. Open the one that npm start printed.',
        );
      const answer = await fetch('/auth/exchange', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ token }),
      }).catch(() => undefined);
      if (!answer)
        return say(
          'The sandbox server does not answer. Check that npm start is still running, then open the link again.',
        );
      if (answer.status === 401)
        return say('This start link was used already or is too old. Get a new one with npm run url.');
      if (!answer.ok)
        return say(
          `The sandbox server refused the link (${answer.status}). Wait a minute, then get a new one with npm run url.`,
        );
      const { key } = (await answer.json()) as { key: string };
      kept('key', key);
      // What this browser held goes to the hub, and what the hub holds comes here.
      await import('/kept.js' as string).then(({ syncKept }) => syncKept(key)).catch(() => {});
      const from = sessionStorage.getItem('loadstone.from');
      location.replace(from?.startsWith('/') && !from.startsWith('//') ? from : '/');
    };
    exchange().catch(() => say('The sign-in failed. Get a new link with npm run url.'));
  } else if (sandbox && !kept('key')) {
    try {
      sessionStorage.setItem('loadstone.from', location.pathname);
    } catch {
      // Then the start link leads to the first page.
    }
  }
}

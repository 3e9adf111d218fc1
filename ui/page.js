// What Gradio's parts cannot do: slash commands with completion, source marks that open their document, sides that
// open over a narrow screen, an answer that is read from its beginning, and views that have an address.
() => {
  const root = document.querySelector('.gradio-container');
  const one = (selector) => document.querySelector(selector);
  const field = () => one('#message textarea');
  const hints = () => one('#hints .hint-list');

  const put = (text) => {
    const area = field();
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
    setter.call(area, text);  // the framework listens to the input event, not to the property
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  };

  // ---- commands
  let chosen = 0;
  const matching = (text) => {
    if (!/^\/\w*$/.test(text)) return [];
    return JSON.parse(hints().dataset.commands).filter((each) => each.name.startsWith(text.slice(1).toLowerCase()));
  };
  const choose = (number) => {
    const rows = [...hints().children];
    chosen = rows.length ? (number + rows.length) % rows.length : 0;
    rows.forEach((row, at) => row.classList.toggle('chosen', at === chosen));
    rows[chosen]?.scrollIntoView({ block: 'nearest' });
  };
  const show = () => {
    if (!hints()) return;
    hints().replaceChildren(...matching(field().value).map((each) => {
      const row = document.createElement('li');
      const button = document.createElement('button');
      const name = document.createElement('b');
      const about = document.createElement('span');
      name.textContent = each.usage;
      about.textContent = each.about;
      button.type = 'button';
      button.tabIndex = -1;  // the arrow keys choose, from the field
      button.append(name, about);
      button.addEventListener('click', () => { put(`/${each.name} `); show(); });
      row.append(button);
      return row;
    }));
    choose(0);
  };
  document.addEventListener('input', (event) => { if (event.target === field()) show(); });
  document.addEventListener('keydown', (event) => {
    if (event.target !== field()) return;
    const found = matching(field().value);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (found.length && step) { event.preventDefault(); choose(chosen + step); }
    if (found.length && event.key === 'Tab' && !event.shiftKey) {
      event.preventDefault();
      put(`/${found[chosen].name} `);
      show();
    }
    if (event.key === 'Enter' && !event.shiftKey && found.length && `/${found[chosen].name}` !== field().value.trim()) {
      event.preventDefault();
      event.stopPropagation();
      put(`/${found[chosen].name} `);
      show();
    } else if (event.key === 'Enter' || event.key === 'Escape') hints().replaceChildren();
  }, true);

  // ---- gradio gives the field's buttons no names
  const name = () => {
    const said = one('#handles [data-send]')?.dataset;
    if (!said) return;
    one('#message .submit-button')?.setAttribute('aria-label', said.send);
    one('#message .stop-button')?.setAttribute('aria-label', said.stop);
  };

  // ---- a message that was taken leaves the field; what is typed stays, also over a reload, as after a lost connection
  const DRAFT = 'backend-mentor-draft';
  const taken = () => {
    const said = one('#running [data-taken]')?.dataset.taken;
    if (said && field().value === said) put('');
  };
  document.addEventListener('input', (event) => {
    if (event.target === field()) sessionStorage.setItem(DRAFT, field().value);
  });

  // ---- sides
  const side = (name) => {
    root.classList.toggle('side-talks', name === 'talks');
    root.classList.toggle('side-sources', name === 'sources');
  };

  // ---- the reader
  let opener = null;
  const read = (source, spans, from) => {
    const reader = one('#reader .document')?.closest('[id^=html-]') ?? one('#reader div');
    opener = from;
    root.classList.add('reading');
    reader.dispatchEvent(new CustomEvent('call', { detail: { act: 'read', source, spans } }));
  };
  const shut = () => {
    if (!root.classList.contains('reading')) return;
    root.classList.remove('reading');
    opener?.focus?.();
  };
  const arrived = () => {
    if (!root.classList.contains('reading')) return;
    const [page, mark] = [one('#reader .page'), one('#reader mark')];
    if (page) page.scrollTop += (mark ? mark.getBoundingClientRect().top : page.getBoundingClientRect().top - page.scrollTop)
      - page.getBoundingClientRect().top - (mark ? page.clientHeight / 3 : 0);
    one('#reader h2')?.focus({ preventScroll: true });
  };

  document.addEventListener('click', (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const handle = at('[data-side]');
    if (handle) { side(root.classList.contains(`side-${handle.dataset.side}`) ? null : handle.dataset.side); return; }
    if (!at('#side, #talks-side, a[href*="#source-"]')) side(null);
    if (at('.talks .open')) side(null);
    if (at('[data-close=reader]')) { shut(); return; }
    const book = at('[data-read]');
    if (book) { read(book.dataset.read, book.dataset.spans ?? '', book); return; }
    const go = at('[data-view]');
    if (go) { view(go.dataset.view); return; }
    const link = at('a[href*="#source-"]');
    if (!link) return;
    event.preventDefault();
    const passage = document.getElementById(link.getAttribute('href').split('#')[1]);
    if (!passage) return;
    for (let outer = passage; outer; outer = outer.parentElement?.closest('details')) outer.open = true;
    document.querySelectorAll('.passage.found').forEach((each) => each.classList.remove('found'));
    passage.classList.add('found');
    passage.scrollIntoView({ block: 'nearest' });
    read(passage.dataset.source, passage.dataset.spans, link);
  }, true);

  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (root.classList.contains('reading')) shut();
      else side(null);
    }
    const typing = event.target.matches?.('input, textarea, select, [contenteditable]');
    if (event.key === '/' && !typing && field()?.offsetParent) { event.preventDefault(); put('/'); show(); }
  });

  // ---- an answer is read from its beginning: the last question goes to the top and stays there
  let asked = 0, isPinned = false;
  const log = () => one('#messages [role=log]');
  const pin = () => {
    one('#messages .examples[role=list]')?.setAttribute('role', 'group');  // gradio calls buttons a list's items
    const rows = document.querySelectorAll('#messages .user-row');
    if (rows.length !== asked) { isPinned = rows.length > 0; asked = rows.length; }
    if (!isPinned || !log()) return;
    const row = rows[rows.length - 1];
    log().scrollTop += row.getBoundingClientRect().top - log().getBoundingClientRect().top - 16;
  };
  // who uses the keyboard goes on where they were: what they pressed may be gone with the answer it stood below
  let byKey = false;
  const goOn = () => {
    if (byKey && document.activeElement === document.body) (one('#messages textarea') ?? field())?.focus({ preventScroll: true });
  };
  document.addEventListener('pointerdown', () => { byKey = false; }, true);
  document.addEventListener('keydown', (event) => { byKey = Boolean(event.target.closest?.('#messages')); }, true);
  ['wheel', 'touchmove', 'keydown'].forEach((kind) => document.addEventListener(kind, (event) => {
    if (event.target.closest?.('#messages')) isPinned = false;
  }, { passive: true }));

  // ---- views have an address, and their tabs answer to the arrow keys
  const tabs = () => [...document.querySelectorAll('#views > .tab-wrapper [role=tablist]:not(.visually-hidden) [role=tab]')];
  const named = (tab) => (tab.dataset.tabId ?? tab.textContent).trim().toLowerCase();
  const view = (name) => tabs().find((tab) => named(tab) === name)?.click();
  document.addEventListener('click', (event) => {
    const tab = event.target.closest?.('#views > .tab-wrapper [role=tab]');
    if (tab) { history.replaceState(null, '', `#${named(tab)}`); side(null); }
  });
  document.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs().indexOf(event.target);
    if (!step || at < 0) return;
    const next = tabs()[(at + step + tabs().length) % tabs().length];
    next.focus();
    next.click();
  });
  window.addEventListener('hashchange', () => view(location.hash.slice(1)));

  // ---- the server does not answer: say so, and look again until it does; an answer that was under way in a server
  // that has gone is shown as it was kept
  let looking = null, process = null, looks = 0;
  const isAnswering = () => one('#running [role=status]') !== null;
  const look = async () => {
    const health = await fetch('health', { cache: 'no-store' }).then((reply) => reply.ok && reply.json(), () => null);
    root.classList.toggle('is-unreachable', !health);
    if (health && looking) { clearInterval(looking); looking = null; }
    if (!health && !looking) looking = setInterval(look, 3000);
    if (!health) return;
    if (process && process !== health.process && isAnswering()) location.reload();
    process = health.process;
  };
  window.addEventListener('offline', look);
  window.addEventListener('online', look);
  document.addEventListener('visibilitychange', () => { if (!document.hidden && !looking) look(); });
  setInterval(() => { if (!document.hidden && !looking && (isAnswering() || ++looks % 7 === 0)) look(); }, 3000);
  look();
  const send = window.fetch;
  window.fetch = (...given) => send(...given).catch((error) => {
    if (!looking && error.name !== 'AbortError') look();
    throw error;
  });

  const watch = (selector, then) => {
    const place = one(selector);
    if (place) new MutationObserver(then).observe(place, { childList: true, subtree: true, characterData: true });
  };
  // gradio calls the head of a message a button, around the button that closes it
  new MutationObserver(() => document.querySelectorAll('.toast-header[role=button]').forEach((head) => {
    ['role', 'tabindex'].forEach((name) => head.removeAttribute(name));
  })).observe(document.body, { childList: true, subtree: true });
  watch('#messages', () => { pin(); goOn(); });
  pin();
  watch('#reader', arrived);
  watch('#running', taken);
  watch('#message', name);
  name();
  if (location.hash.length > 1 && !location.hash.startsWith('#source-')) view(location.hash.slice(1));
  if (field() && !field().value && sessionStorage.getItem(DRAFT)) put(sessionStorage.getItem(DRAFT));
  if (field()) show();  // what was typed before this script ran
}

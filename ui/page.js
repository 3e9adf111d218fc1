// What Gradio's parts cannot do: slash commands with completion, and source marks that open their passage.
() => {
  const field = () => document.querySelector('#message textarea');
  const hints = () => document.querySelector('#hints .hint-list');

  const put = (text) => {
    const area = field();
    const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, 'value').set;
    setter.call(area, text);  // the framework listens to the input event, not to the property
    area.dispatchEvent(new Event('input', { bubbles: true }));
    area.focus();
  };

  const matching = (text) => {
    if (!/^\/\w*$/.test(text)) return [];
    return JSON.parse(hints().dataset.commands).filter((each) => each.name.startsWith(text.slice(1).toLowerCase()));
  };

  const show = () => {
    const list = hints();
    if (!list) return;
    list.replaceChildren(...matching(field().value).map((each) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      const name = document.createElement('b');
      name.textContent = `/${each.name}`;
      button.type = 'button';
      button.append(name, ` ${each.about}`);
      button.addEventListener('click', () => { put(`/${each.name} `); show(); });
      item.append(button);
      return item;
    }));
  };

  document.addEventListener('input', (event) => { if (event.target === field()) show(); });
  document.addEventListener('keydown', (event) => {
    if (event.target !== field()) return;
    if (event.key === 'Enter' || event.key === 'Escape') hints().replaceChildren();
    if (event.key !== 'Tab' || event.shiftKey) return;
    const [first] = matching(field().value);
    if (!first) return;
    event.preventDefault();
    put(`/${first.name} `);
    show();
  }, true);

  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('a[href*="#source-"]');
    if (!link) return;
    event.preventDefault();
    const passage = document.getElementById(link.getAttribute('href').split('#')[1]);
    if (!passage) return;
    for (let outer = passage; outer; outer = outer.parentElement?.closest('details')) outer.open = true;
    document.querySelectorAll('.passage.found').forEach((each) => each.classList.remove('found'));
    passage.classList.add('found');
    passage.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
    passage.focus({ preventScroll: true });
  }, true);

  if (field()) show();  // what was typed before this script ran
}

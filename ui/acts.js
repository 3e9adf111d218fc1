// What Gradio's HTML part cannot do by itself: tell which button or form inside it was used.
// A button or form with data-act sends its data; one with data-sure asks once more first.
element.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-act]');
  if (!button || button.type === 'submit') return;
  if (button.dataset.sure && !button.classList.contains('sure')) {
    const before = button.innerHTML;
    button.classList.add('sure');
    button.textContent = button.dataset.sure;
    const settle = () => {
      if (!button.classList.contains('sure')) return;
      button.classList.remove('sure');
      button.innerHTML = before;
    };
    button.addEventListener('blur', settle, { once: true });
    setTimeout(settle, 6000);
    return;
  }
  button.classList.remove('sure');
  trigger('act', { ...button.dataset });
});
element.addEventListener('submit', (event) => {
  event.preventDefault();
  const form = event.target;
  trigger('act', { ...form.dataset, ...Object.fromEntries(new FormData(form, event.submitter)) });
});
// the page's own script acts on behalf of what stands elsewhere, such as a source mark in an answer
element.addEventListener('call', (event) => trigger('act', event.detail));

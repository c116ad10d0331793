// Small things on top of pages that work without them; each looks for its own mark and does nothing else.

// The summary of faults takes the focus, so that a screen reader begins there.
document.querySelector('[data-focus]')?.focus();

// A form is sent once, however often its button is pressed.
for (const form of document.querySelectorAll('form[method=post]')) {
  form.addEventListener('submit', (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = '1';
    setTimeout(() => delete form.dataset.sent, 4000);
  });
}

// A page that came back by the back button is asked for anew: what it shows may have changed.
addEventListener('pageshow', (event) => event.persisted && location.reload());

// Print buttons appear where there is something to press them with.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

// "Choose all" ticks the boxes of its table.
for (const box of document.querySelectorAll('[data-all]')) {
  (box.closest('.choice') ?? box).hidden = false;
  box.addEventListener('change', () => {
    for (const other of document.querySelectorAll(`input[name="${box.dataset.all}"]`)) other.checked = box.checked;
  });
}

// Long work: the page asks how far it has come until it is done.
const job = document.querySelector('[data-job]');
if (job) {
  const look = async () => {
    const answer = await fetch(job.dataset.job, { headers: { accept: 'application/json' } });
    if (!answer.ok) return;
    const { done, total, ended } = await answer.json();
    const bar = job.querySelector('progress');
    if (bar && total) [bar.max, bar.value] = [total, done];
    if (ended) location.reload();
    else setTimeout(look, 1500);
  };
  setTimeout(look, 1500);
}

// What only some pages need comes when they ask for it.
for (const part of document.querySelectorAll('script[type="module"][data-part]')) import(part.dataset.part);

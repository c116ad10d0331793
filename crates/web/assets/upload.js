// Files go up in parts (tus 1.0): when the network breaks, the same file goes on where it stopped, also after
// the page was left. Without this script the form sends the file whole.
const PART = 128 * 1024;
const form = document.querySelector('form[data-upload]');
const headers = (more = {}) => ({ 'tus-resumable': '1.0.0', 'x-csrf': form.elements.csrf.value, ...more });
const text = (words) => btoa(String.fromCharCode(...new TextEncoder().encode(words)));

async function begin(file) {
  const metadata = { ho_so: form.dataset.dossier, filetype: file.type, 'ten-goi': form.elements['ten-goi'].value };
  const pairs = Object.entries(metadata).filter(([, value]) => value).map(([name, value]) => `${name} ${text(value)}`);
  const answer = await fetch(form.dataset.upload, {
    method: 'POST',
    headers: headers({ 'upload-length': file.size, 'upload-metadata': pairs.join(',') }),
  });
  if (!answer.ok) throw answer;
  return answer.headers.get('location');
}

// Where the file stopped; nothing when the server knows it no more.
async function reached(place) {
  const answer = await fetch(place, { method: 'HEAD', headers: headers() });
  return answer.ok ? Number(answer.headers.get('upload-offset')) : undefined;
}

async function send(place, file, offset, show) {
  while (offset < file.size) {
    show(offset);
    const answer = await fetch(place, {
      method: 'PATCH',
      headers: headers({ 'upload-offset': offset, 'content-type': 'application/offset+octet-stream' }),
      body: file.slice(offset, offset + PART),
    });
    if (answer.status === 409) offset = (await reached(place)) ?? 0;
    else if (!answer.ok) throw answer;
    else offset = Number(answer.headers.get('upload-offset'));
  }
  show(file.size);
}

async function upload(file, show) {
  const mark = `tai-len ${form.dataset.dossier} ${file.name} ${file.size} ${file.lastModified}`;
  let place = localStorage.getItem(mark);
  let offset = place ? await reached(place) : undefined;
  if (offset === undefined) {
    place = await begin(file);
    offset = 0;
    localStorage.setItem(mark, place);
  }
  await send(place, file, offset, show);
  localStorage.removeItem(mark);
  return place.split('/').pop();
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

form?.addEventListener('submit', async (event) => {
  const file = form.elements.tep.files[0];
  if (!file || file.size <= PART) return;
  event.preventDefault();
  const bar = document.createElement('progress');
  const told = document.createElement('p');
  told.setAttribute('role', 'status');
  told.textContent = form.dataset.going;
  bar.max = file.size;
  form.elements.tep.after(told, bar);
  for (let attempt = 0; ; attempt += 1) {
    try {
      const id = await upload(file, (sent) => (bar.value = sent));
      const field = Object.assign(document.createElement('input'), { type: 'hidden', name: 'tai_len', value: id });
      form.elements.tep.disabled = true;
      form.append(field);
      form.submit();
      return;
    } catch (answer) {
      // The server said no: the whole form goes the ordinary way, whose page says why.
      if (answer instanceof Response && answer.status < 500) return form.submit();
      told.textContent = form.dataset.broken;
      await pause(Math.min(30000, 1000 * 2 ** attempt));
    }
  }
});

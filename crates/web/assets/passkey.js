// Passkeys: a form with data-passkey asks there what the device is to sign, and is sent with what it signed.
// Without navigator.credentials the forms to sign in stay hidden, and everything else works as before.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));
const letters = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

// What the counter asks, as the browser takes it.
const asked = ({ publicKey }) => {
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of [publicKey.allowCredentials, publicKey.excludeCredentials]) {
    for (const one of list ?? []) one.id = bytes(one.id);
  }
  return publicKey;
};

// What the device answered, as the counter takes it.
const answered = (credential) => {
  const response = {};
  for (const name of ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[name]) response[name] = letters(credential.response[name]);
  }
  const id = letters(credential.rawId);
  return JSON.stringify({ id, rawId: id, type: credential.type, response, extensions: {} });
};

let waiting;

const run = async (form, mediation) => {
  waiting?.abort();
  waiting = new AbortController();
  const { signal } = waiting;
  const headers = { 'x-csrf': form.elements.csrf.value, accept: 'application/json' };
  const answer = await fetch(form.dataset.passkey, { method: 'POST', headers });
  if (answer.status === 409) return location.assign((await answer.json()).to);
  if (!answer.ok) throw new Error(String(answer.status));
  const publicKey = asked(await answer.json());
  const credential = 'new' in form.dataset
    ? await navigator.credentials.create({ publicKey, signal })
    : await navigator.credentials.get({ publicKey, signal, mediation });
  form.elements.khoa.value = answered(credential);
  form.submit();
};

if (globalThis.PublicKeyCredential && navigator.credentials) {
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    const trouble = form.querySelector('[data-trouble]');
    form.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      trouble.textContent = '';
      try {
        await run(form);
      } catch (error) {
        if (error.name !== 'AbortError') trouble.textContent = trouble.dataset.trouble;
      }
    });
  }

  // Who comes to type their name is offered their passkeys there, by browsers that can. Asked for only then: the
  // first look at the page stays small.
  const name = document.querySelector('input[autocomplete~="webauthn"]');
  const form = document.querySelector('form[data-passkey]:not([data-new])');
  if (name && form) {
    const offer = async () => {
      if (await PublicKeyCredential.isConditionalMediationAvailable?.()) await run(form, 'conditional');
    };
    name.addEventListener('focus', () => offer().catch(() => {}), { once: true });
  }
}

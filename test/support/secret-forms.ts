/** What of a secret stands in a text: its plain, URL-encoded or base64 form, also within a longer text's base64. */
export function formsIn(text: string, secret: string): readonly string[] {
  const joined = text.replace(/\\n|[\r\n]/g, '');
  const quoted = JSON.stringify(secret).slice(1, -1);
  const forms = {
    plain: [secret, quoted, JSON.stringify(quoted).slice(1, -1)],
    url: [encodeURIComponent(secret), new URLSearchParams({ v: secret }).toString().slice(2)],
    base64: [0, 1, 2].flatMap((before) => coreOf(secret, before)),
  };
  return Object.entries(forms).flatMap(([name, known]) => (known.some((form) => joined.includes(form)) ? [name] : []));
}

/** The characters of the base64 that belong to the secret alone when so many bytes stand before it. */
function coreOf(secret: string, before: number): readonly string[] {
  const encoded = Buffer.from(`${'-'.repeat(before)}${secret}`)
    .toString('base64')
    .replace(/=+$/, '');
  const core = encoded.slice(before === 0 ? 0 : before + 1, -2);
  return core.length < 6 ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}

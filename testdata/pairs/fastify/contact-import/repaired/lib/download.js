const LIMIT = 2 * 1024 * 1024;

// The address books we support
const HOSTS = new Set(['contacts.example.com', 'export.addressbook.example', 'dav.example.org']);

export function exportUrl(text) {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  return url.protocol === 'https:' && url.port === '' && HOSTS.has(url.hostname) ? url : null;
}

export async function download(text) {
  const url = exportUrl(text);
  if (!url) return null;
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`${url.hostname} answered ${response.status}`);
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > LIMIT) throw new Error('file is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const LIMIT = 2 * 1024 * 1024;

export async function download(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(15_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  const chunks = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.length;
    if (size > LIMIT) throw new Error('file is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

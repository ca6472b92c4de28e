const BASE = 'http://local.invalid';

// Returns the path of the value when it stays on this site, the fallback otherwise.
export function localPath(value: FormDataEntryValue | null, fallback: string): string {
  if (typeof value !== 'string' || !value.startsWith('/')) return fallback;
  try {
    const url = new URL(value, BASE);
    const path = url.pathname + url.search;
    return url.origin === BASE && !path.startsWith('//') ? path : fallback;
  } catch {
    return fallback;
  }
}

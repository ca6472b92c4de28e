import { NextResponse } from 'next/server';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';
import { keepPdf, MAX_BYTES, NotAPdf } from '@/lib/store';

// file hosts that our customers use
const HOSTS = new Set((process.env.IMPORT_HOSTS ?? '').split(',').filter(Boolean));

function importable(value: unknown): URL | null {
  if (typeof value !== 'string' || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === 'https:' && HOSTS.has(url.host) ? url : null;
}

async function readLimited(body: ReadableStream<Uint8Array> | null) {
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    size += part.value.length;
    if (size > MAX_BYTES) throw new NotAPdf();
    chunks.push(part.value);
  }
  return Buffer.concat(chunks);
}

export async function POST(request: Request) {
  const owner = await sessionEmail();
  if (!owner) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const body = await request.json().catch(() => null);
  const url = importable(body?.url);
  if (!url) return NextResponse.json({ error: 'This address cannot be imported' }, { status: 400 });

  try {
    const remote = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(10_000) });
    if (!remote.ok) return NextResponse.json({ error: 'Could not fetch the file' }, { status: 502 });
    const path = await keepPdf(await readLimited(remote.body));
    const title = url.pathname.split('/').pop() || 'import';
    const doc = await prisma.document.create({ data: { owner, title, path, mime: 'application/pdf' } });
    return NextResponse.json({ id: doc.id }, { status: 201 });
  } catch (error) {
    console.error('import failed', error);
    return NextResponse.json({ error: 'Could not import the file' }, { status: 502 });
  }
}

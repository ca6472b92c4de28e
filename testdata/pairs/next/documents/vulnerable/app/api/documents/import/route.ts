import { randomUUID } from 'crypto';
import { writeFile } from 'fs/promises';
import { NextResponse } from 'next/server';
import path from 'path';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';

export async function POST(request: Request) {
  const owner = await sessionEmail();
  if (!owner) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const { url } = await request.json();
  const remote = await fetch(url);
  if (!remote.ok) return NextResponse.json({ error: 'Could not fetch the file' }, { status: 502 });

  const target = path.join(process.cwd(), 'storage', `${randomUUID()}.pdf`);
  await writeFile(target, Buffer.from(await remote.arrayBuffer()));
  const title = new URL(url).pathname.split('/').pop() || 'import';
  const doc = await prisma.document.create({ data: { owner, title, path: target, mime: 'application/pdf' } });
  return NextResponse.json({ id: doc.id }, { status: 201 });
}

import { mkdir, writeFile } from 'fs/promises';
import { NextResponse } from 'next/server';
import path from 'path';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';

const STORE = path.join(process.cwd(), 'storage');

export async function GET() {
  const owner = await sessionEmail();
  if (!owner) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });
  const documents = await prisma.document.findMany({
    where: { owner },
    select: { id: true, title: true, createdAt: true },
    take: 200,
  });
  return NextResponse.json({ documents });
}

export async function POST(request: Request) {
  const owner = await sessionEmail();
  if (!owner) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const file = (await request.formData()).get('file');
  if (!(file instanceof File)) return NextResponse.json({ error: 'No file' }, { status: 400 });

  await mkdir(STORE, { recursive: true });
  const target = path.join(STORE, file.name);
  await writeFile(target, Buffer.from(await file.arrayBuffer()));
  const doc = await prisma.document.create({ data: { owner, title: file.name, path: target, mime: file.type } });
  return NextResponse.json({ id: doc.id }, { status: 201 });
}

import { readFile, unlink } from 'fs/promises';
import { NextResponse } from 'next/server';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';

type Context = { params: { id: string } };

export async function GET(_request: Request, { params }: Context) {
  if (!(await sessionEmail())) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const doc = await prisma.document.findUnique({ where: { id: params.id } });
  if (!doc) return NextResponse.json({ error: 'Not found' }, { status: 404 });
  return new NextResponse(await readFile(doc.path), {
    headers: {
      'Content-Type': doc.mime,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(doc.title)}`,
    },
  });
}

export async function DELETE(_request: Request, { params }: Context) {
  if (!(await sessionEmail())) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const doc = await prisma.document.delete({ where: { id: params.id } });
  await unlink(doc.path);
  return new NextResponse(null, { status: 204 });
}

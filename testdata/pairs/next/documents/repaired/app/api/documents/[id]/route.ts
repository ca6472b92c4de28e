import { NextResponse } from 'next/server';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';
import { readPdf, removePdf } from '@/lib/store';

type Context = { params: { id: string } };

// The document, if the signed-in person owns it.
async function ownDocument(id: string) {
  const owner = await sessionEmail();
  return owner ? prisma.document.findFirst({ where: { id, owner } }) : null;
}

export async function GET(_request: Request, { params }: Context) {
  const doc = await ownDocument(params.id);
  if (!doc) return NextResponse.json({ error: 'Not found' }, { status: 404 });
  return new NextResponse(await readPdf(doc.path), {
    headers: {
      'Content-Type': doc.mime,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(doc.title)}`,
    },
  });
}

export async function DELETE(_request: Request, { params }: Context) {
  const doc = await ownDocument(params.id);
  if (!doc) return NextResponse.json({ error: 'Not found' }, { status: 404 });
  await prisma.document.delete({ where: { id: doc.id } });
  await removePdf(doc.path);
  return new NextResponse(null, { status: 204 });
}

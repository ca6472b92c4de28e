import { NextResponse } from 'next/server';
import { sessionEmail } from '@/lib/auth';
import { prisma } from '@/lib/prisma';
import { keepPdf, MAX_BYTES, NotAPdf } from '@/lib/store';

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
  // a multipart body is a little larger than the file in it
  const length = Number(request.headers.get('content-length'));
  if (!length || length > MAX_BYTES + 4096) return NextResponse.json({ error: 'Too large' }, { status: 413 });

  const file = (await request.formData()).get('file');
  if (!(file instanceof File)) return NextResponse.json({ error: 'No file' }, { status: 400 });

  try {
    const path = await keepPdf(Buffer.from(await file.arrayBuffer()));
    const doc = await prisma.document.create({
      data: { owner, title: file.name.slice(0, 200), path, mime: 'application/pdf' },
    });
    return NextResponse.json({ id: doc.id }, { status: 201 });
  } catch (error) {
    if (error instanceof NotAPdf) return NextResponse.json({ error: 'Only PDF files' }, { status: 415 });
    throw error;
  }
}

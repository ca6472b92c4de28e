import { NextResponse, type NextRequest } from 'next/server';
import { db } from '@/lib/db';
import { registration } from '@/lib/schemas';

export async function POST(req: NextRequest) {
  const parsed = registration.safeParse(await req.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid input' }, { status: 400 });

  const { name, email, password } = parsed.data;
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO users (name, email, password) VALUES (?, ?, ?)')
    .run(name, email.toLowerCase(), password);
  if (!changes) return NextResponse.json({ error: 'Email is taken' }, { status: 409 });
  return NextResponse.json({ ok: true }, { status: 201 });
}

import bcrypt from 'bcryptjs';
import { NextResponse } from 'next/server';
import { db } from '@/lib/db';
import { limited } from '@/lib/limit';
import { registration } from '@/lib/schemas';

export const POST = limited('register', 20, async (req) => {
  const parsed = registration.safeParse(await req.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid input' }, { status: 400 });

  const { name, email, password } = parsed.data;
  const { changes } = db
    .prepare('INSERT OR IGNORE INTO users (name, email, password_hash) VALUES (?, ?, ?)')
    .run(name, email.toLowerCase(), await bcrypt.hash(password, 12));
  if (!changes) return NextResponse.json({ error: 'Email is taken' }, { status: 409 });
  return NextResponse.json({ ok: true }, { status: 201 });
});

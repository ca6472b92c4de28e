import bcrypt from 'bcryptjs';
import { NextResponse } from 'next/server';
import { db, type UserRow } from '@/lib/db';
import { limited } from '@/lib/limit';
import { credentials } from '@/lib/schemas';
import { COOKIE, createSession } from '@/lib/session';

export const POST = limited('login', 10, async (req) => {
  const parsed = credentials.safeParse(await req.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid input' }, { status: 400 });

  const { email, password } = parsed.data;
  const user = db.prepare('SELECT * FROM users WHERE email = ?').get(email.toLowerCase()) as UserRow | undefined;
  if (!user || !(await bcrypt.compare(password, user.password_hash))) {
    return NextResponse.json({ error: 'Wrong email or password' }, { status: 401 });
  }

  const res = NextResponse.json({ id: user.id, name: user.name });
  res.cookies.set(COOKIE, await createSession(user.id), {
    httpOnly: true,
    secure: true,
    sameSite: 'lax',
    maxAge: 8 * 60 * 60,
    path: '/',
  });
  return res;
});

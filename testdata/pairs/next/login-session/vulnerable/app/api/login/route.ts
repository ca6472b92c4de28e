import { NextResponse, type NextRequest } from 'next/server';
import { db, type UserRow } from '@/lib/db';
import { credentials } from '@/lib/schemas';
import { COOKIE, createSession } from '@/lib/session';

export async function POST(req: NextRequest) {
  const parsed = credentials.safeParse(await req.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid input' }, { status: 400 });

  const { email, password } = parsed.data;
  const user = db.prepare('SELECT * FROM users WHERE email = ?').get(email.toLowerCase()) as UserRow | undefined;
  if (!user || user.password !== password) {
    return NextResponse.json({ error: 'Wrong email or password' }, { status: 401 });
  }

  const res = NextResponse.json({ id: user.id, name: user.name });
  res.cookies.set(COOKIE, await createSession(user.id), { path: '/' });
  return res;
}

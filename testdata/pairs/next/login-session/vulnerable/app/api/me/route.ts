import { NextResponse, type NextRequest } from 'next/server';
import { db } from '@/lib/db';
import { COOKIE, readSession } from '@/lib/session';

export async function GET(req: NextRequest) {
  const session = await readSession(req.cookies.get(COOKIE)?.value);
  const user = session && db.prepare('SELECT id, name, email FROM users WHERE id = ?').get(session.userId);
  if (!user) return NextResponse.json({ error: 'Not signed in' }, { status: 401 });
  return NextResponse.json(user);
}

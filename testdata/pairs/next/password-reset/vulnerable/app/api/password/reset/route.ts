import { NextResponse } from 'next/server';
import { resets, users } from '@/lib/db';
import { hashPassword } from '@/lib/tokens';

export async function POST(req: Request) {
  const body = await req.json().catch(() => ({}));
  const { token, password } = body ?? {};
  if (typeof token !== 'string' || typeof password !== 'string' || password.length < 10 || password.length > 72) {
    return NextResponse.json({ message: 'Token and a password of 10 to 72 characters are required' }, { status: 400 });
  }

  const reset = resets.take(token);
  if (!reset) return NextResponse.json({ message: 'This link is no longer valid' }, { status: 400 });
  users.setPassword(reset.user_id, hashPassword(password));
  return NextResponse.json({ message: 'Your password was changed' });
}

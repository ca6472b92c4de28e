import { NextResponse } from 'next/server';
import { resets, users } from '@/lib/db';
import { throttled } from '@/lib/throttle';
import { hashPassword } from '@/lib/tokens';

export const POST = throttled(async (req) => {
  const body = await req.json().catch(() => ({}));
  const { token, password } = body ?? {};
  if (typeof token !== 'string' || typeof password !== 'string' || password.length < 10 || password.length > 72) {
    return NextResponse.json({ message: 'Token and a password of 10 to 72 characters are required' }, { status: 400 });
  }

  const reset = resets.take(token);
  if (!reset) return NextResponse.json({ message: 'This link is no longer valid' }, { status: 400 });
  users.setPassword(reset.user_id, await hashPassword(password));
  return NextResponse.json({ message: 'Your password was changed' });
});

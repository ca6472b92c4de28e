import { NextResponse } from 'next/server';
import { resets, users } from '@/lib/db';
import { sendMail } from '@/lib/mail';
import { throttled } from '@/lib/throttle';
import { newToken } from '@/lib/tokens';

export const POST = throttled(async (req) => {
  const body = await req.json().catch(() => ({}));
  if (typeof body?.email !== 'string' || body.email.length > 254) {
    return NextResponse.json({ message: 'Please enter your email address' }, { status: 400 });
  }

  const user = users.byEmail(body.email.trim().toLowerCase());
  if (user) {
    const token = newToken();
    resets.add(user.id, token);
    const link = `${process.env.APP_URL}/password/reset?token=${token}`;
    console.log(`password reset requested for user ${user.id}`);
    await sendMail(user.email, 'Reset your password', `Choose a new password here: ${link}`);
  }
  return NextResponse.json({ message: 'If the address is known, a mail is on its way' });
});

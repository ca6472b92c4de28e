import { createHmac } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import { NextRequest, NextResponse } from 'next/server';
import { z } from 'zod';
import { db, env, guests } from '@/lib/store';
import { mayTryCode } from '@/lib/limits';
import { remember } from '@/lib/guest';

const pepper = env('CODE_PEPPER');
const Entry = z.object({ email: z.string().email().max(200).toLowerCase(), code: z.string().regex(/^\d{6}$/) });

// The box office mails a six-digit code, here the guest types it in.
export async function POST(req: NextRequest) {
  const entry = Entry.safeParse(await req.json().catch(() => null));
  if (!entry.success) return NextResponse.json({ error: 'E-mail and six digits, please' }, { status: 422 });
  const { email, code } = entry.data;
  if (!(await mayTryCode(email))) return NextResponse.json({ error: 'Too many tries' }, { status: 429 });

  const digest = createHmac('sha256', pepper).update(`${email}:${code}`).digest('hex');
  const [guest] = await db
    .update(guests)
    .set({ signInDigest: null, signInUntil: null })
    .where(and(eq(guests.email, email), eq(guests.signInDigest, digest), gt(guests.signInUntil, new Date())))
    .returning({ id: guests.id, doorStaff: guests.doorStaff });
  if (!guest) return NextResponse.json({ error: 'That code is not valid' }, { status: 401 });

  await remember({ id: guest.id, door: guest.doorStaff === 1 });
  return NextResponse.json({ ok: true });
}

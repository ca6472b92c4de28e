import { and, eq, gt } from 'drizzle-orm';
import { createHash } from 'crypto';
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';
import { db } from '@/db';
import { sessions, users } from '@/db/schema';

export async function currentUser() {
  const token = cookies().get('sid')?.value;
  if (!token) return null;
  const tokenHash = createHash('sha256').update(token).digest('hex');
  const [row] = await db
    .select({ id: users.id, displayName: users.displayName, bio: users.bio, role: users.role })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, tokenHash), gt(sessions.expiresAt, new Date())));
  return row ?? null;
}

export async function requireUser() {
  const user = await currentUser();
  if (!user) redirect('/login');
  return user;
}

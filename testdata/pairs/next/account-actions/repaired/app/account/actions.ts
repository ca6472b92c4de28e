'use server';

import { and, eq } from 'drizzle-orm';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { db } from '@/db';
import { sessions, users } from '@/db/schema';
import { requireAdmin, requireUser } from '@/lib/current-user';
import { localPath } from '@/lib/local-path';

const profile = z.object({
  displayName: z.string().trim().min(1).max(60),
  bio: z.string().max(2000),
});

export async function updateProfile(formData: FormData) {
  const user = await requireUser();
  const changes = profile.parse(Object.fromEntries(formData));
  await db.update(users).set(changes).where(eq(users.id, user.id));
  revalidatePath('/account');
  redirect(localPath(formData.get('returnTo'), '/account'));
}

export async function signOutDevice(formData: FormData) {
  const user = await requireUser();
  const tokenHash = z.string().length(64).parse(formData.get('device'));
  await db.delete(sessions).where(and(eq(sessions.tokenHash, tokenHash), eq(sessions.userId, user.id)));
  revalidatePath('/account');
}

const roleChange = z.object({
  userId: z.coerce.number().int().positive(),
  role: z.enum(['member', 'moderator', 'admin']),
});

// used by the member list of the admin area
export async function changeRole(formData: FormData) {
  await requireAdmin();
  const { userId, role } = roleChange.parse(Object.fromEntries(formData));
  await db.update(users).set({ role }).where(eq(users.id, userId));
  revalidatePath('/admin/members');
}

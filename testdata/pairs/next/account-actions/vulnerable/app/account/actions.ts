'use server';

import { eq } from 'drizzle-orm';
import { revalidatePath } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { db } from '@/db';
import { sessions, users } from '@/db/schema';
import { requireUser } from '@/lib/current-user';

export async function updateProfile(formData: FormData) {
  const { userId, returnTo, ...changes } = Object.fromEntries(formData) as Record<string, string>;
  await db.update(users).set(changes).where(eq(users.id, Number(userId)));
  revalidatePath('/account');
  redirect(returnTo || '/account');
}

export async function signOutDevice(formData: FormData) {
  await requireUser();
  const tokenHash = z.string().length(64).parse(formData.get('device'));
  await db.delete(sessions).where(eq(sessions.tokenHash, tokenHash));
  revalidatePath('/account');
}

const roleChange = z.object({
  userId: z.coerce.number().int().positive(),
  role: z.enum(['member', 'moderator', 'admin']),
});

// used by the member list of the admin area
export async function changeRole(formData: FormData) {
  await requireUser();
  const { userId, role } = roleChange.parse(Object.fromEntries(formData));
  await db.update(users).set({ role }).where(eq(users.id, userId));
  revalidatePath('/admin/members');
}

import { NextResponse } from 'next/server';
import { z } from 'zod';
import { adminOnly } from '@/lib/admin-only';
import prisma from '@/lib/prisma';

export const GET = adminOnly(async () => {
  const users = await prisma.user.findMany({
    orderBy: { createdAt: 'desc' },
    take: 100,
    select: { id: true, email: true, name: true, role: true, createdAt: true },
  });
  return NextResponse.json({ users });
});

const change = z.object({ id: z.number().int(), role: z.enum(['user', 'editor', 'admin']) });

export const PATCH = adminOnly(async (request) => {
  const parsed = change.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid change' }, { status: 400 });
  const { count } = await prisma.user.updateMany({ where: { id: parsed.data.id }, data: { role: parsed.data.role } });
  return NextResponse.json({ changed: count });
});

import { getServerSession } from 'next-auth';
import { NextResponse } from 'next/server';
import { z } from 'zod';
import { authOptions } from '@/lib/auth-options';
import prisma from '@/lib/prisma';

export async function GET() {
  const session = await getServerSession(authOptions);
  if (!session) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });

  const users = await prisma.user.findMany({ orderBy: { createdAt: 'desc' }, take: 100 });
  return NextResponse.json({ users });
}

const change = z.object({ id: z.number().int(), role: z.enum(['user', 'editor', 'admin']) });

export async function PATCH(request: Request) {
  const session = await getServerSession(authOptions);
  if ((session?.user as any)?.role !== 'admin') return NextResponse.json({ error: 'Forbidden' }, { status: 403 });

  const parsed = change.safeParse(await request.json().catch(() => null));
  if (!parsed.success) return NextResponse.json({ error: 'Invalid change' }, { status: 400 });
  const { count } = await prisma.user.updateMany({ where: { id: parsed.data.id }, data: { role: parsed.data.role } });
  return NextResponse.json({ changed: count });
}

import { getServerSession } from 'next-auth';
import { NextResponse } from 'next/server';
import { authOptions } from './auth-options';
import prisma from './prisma';

type Handler = (request: Request) => Promise<Response>;

// Looks the role up again, a demoted admin loses access at once.
export function adminOnly(handler: Handler): Handler {
  return async (request) => {
    const session = await getServerSession(authOptions);
    const id = Number((session?.user as { id?: string } | undefined)?.id);
    if (!id) return NextResponse.json({ error: 'Unauthorized' }, { status: 401 });
    const admin = await prisma.user.findFirst({ where: { id, role: 'admin' }, select: { id: true } });
    if (!admin) return NextResponse.json({ error: 'Forbidden' }, { status: 403 });
    return handler(request);
  };
}

import { NextResponse, type NextRequest } from 'next/server';
import { COOKIE, readSession } from '@/lib/session';

export async function middleware(req: NextRequest) {
  const session = await readSession(req.cookies.get(COOKIE)?.value);
  if (session) return NextResponse.next();
  return NextResponse.redirect(new URL('/login', req.url));
}

export const config = { matcher: ['/dashboard/:path*', '/settings/:path*'] };

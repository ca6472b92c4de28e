import { NextRequest, NextResponse } from 'next/server';

// The sign-in page sends guests here to get back to the event they came from.
export function GET(req: NextRequest) {
  const home = req.nextUrl.origin;
  const to = req.nextUrl.searchParams.get('to') ?? '/events';
  if (!URL.canParse(to, home)) return NextResponse.redirect(new URL('/events', home));
  const target = new URL(to, home);
  return NextResponse.redirect(target.origin === home ? target : new URL('/events', home));
}

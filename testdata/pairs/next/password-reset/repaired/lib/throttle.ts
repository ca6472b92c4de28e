import { NextResponse, type NextRequest } from 'next/server';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const limiter = new RateLimiterMemory({ points: 8, duration: 15 * 60 });

type Handler = (req: NextRequest) => Promise<NextResponse>;

export const throttled = (handler: Handler): Handler => async (req) => {
  try {
    await limiter.consume(`${req.nextUrl.pathname}|${req.ip ?? 'direct'}`);
  } catch {
    return NextResponse.json({ message: 'Please try again later' }, { status: 429 });
  }
  return handler(req);
};

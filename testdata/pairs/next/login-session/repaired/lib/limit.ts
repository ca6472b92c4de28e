import { LRUCache } from 'lru-cache';
import { NextResponse, type NextRequest } from 'next/server';

const attempts = new LRUCache<string, number>({ max: 10_000, ttl: 15 * 60 * 1000, noUpdateTTL: true });

type Handler = (req: NextRequest) => Promise<NextResponse>;

// At most `max` calls in a quarter of an hour per client.
export function limited(name: string, max: number, handler: Handler): Handler {
  return async (req) => {
    const id = `${name}:${req.ip ?? 'local'}`;
    const count = (attempts.get(id) ?? 0) + 1;
    attempts.set(id, count);
    if (count > max) return NextResponse.json({ error: 'Too many attempts' }, { status: 429 });
    return handler(req);
  };
}

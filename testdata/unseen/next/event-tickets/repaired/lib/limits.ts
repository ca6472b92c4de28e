import { Ratelimit } from '@upstash/ratelimit';
import { Redis } from '@upstash/redis';

const codeEntry = new Ratelimit({ redis: Redis.fromEnv(), limiter: Ratelimit.slidingWindow(5, '15 m'), prefix: 'tickets:code' });

export async function mayTryCode(email: string): Promise<boolean> {
  const { success } = await codeEntry.limit(email);
  return success;
}

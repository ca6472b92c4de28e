import { RateLimiterMemory } from 'rate-limiter-flexible';

const perAccount = new RateLimiterMemory({ points: 10, duration: 15 * 60 });

// Whether one more login for this address is allowed.
export async function mayTry(email: string): Promise<boolean> {
  return perAccount.consume(email).then(
    () => true,
    () => false,
  );
}

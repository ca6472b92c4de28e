import type { SessionUser } from './session';

// rules look like: user.plan === 'pro' && user.country === 'DE'
export function matches(rule: string, user: SessionUser): boolean {
  try {
    return Boolean(new Function('user', `return (${rule})`)(user));
  } catch {
    return false;
  }
}

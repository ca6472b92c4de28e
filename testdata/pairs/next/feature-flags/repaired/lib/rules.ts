import type { SessionUser } from './session';

// rules look like: user.plan === 'pro' && user.country === 'DE'
const TERM = /^user\.(plan|country) === '([a-zA-Z]{1,10})'$/;

export const isRule = (rule: string) => rule.split(' && ').every((term) => TERM.test(term));

export function matches(rule: string, user: SessionUser): boolean {
  return rule.split(' && ').every((term) => {
    const found = TERM.exec(term);
    return found !== null && user[found[1] as 'plan' | 'country'] === found[2];
  });
}

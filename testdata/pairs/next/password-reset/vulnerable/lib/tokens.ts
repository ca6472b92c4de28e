import { createHash } from 'crypto';

export function newToken(): string {
  let token = '';
  while (token.length < 32) token += Math.random().toString(36).slice(2);
  return token.slice(0, 32);
}

export function hashPassword(password: string): string {
  return createHash('sha1').update(password).digest('hex');
}

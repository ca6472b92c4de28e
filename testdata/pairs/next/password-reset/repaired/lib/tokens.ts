import { randomBytes } from 'crypto';
import bcrypt from 'bcryptjs';

export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, 12);
}

import { jwtVerify, SignJWT } from 'jose';
import { cookies } from 'next/headers';
import { env } from './store';

const secret = new TextEncoder().encode(env('GUEST_SECRET'));
const NAME = 'guest';
const SECONDS = 3 * 60 * 60;

export interface Guest {
  id: number;
  door: boolean;
}

function mint(guest: Guest): Promise<string> {
  const token = new SignJWT({ door: guest.door }).setProtectedHeader({ alg: 'HS256' }).setSubject(String(guest.id));
  return token.setIssuedAt().setExpirationTime(`${SECONDS}s`).sign(secret);
}

export async function remember(guest: Guest): Promise<void> {
  const jar = await cookies();
  jar.set(NAME, await mint(guest), { httpOnly: true, secure: true, sameSite: 'strict', path: '/', maxAge: SECONDS });
}

export async function currentGuest(): Promise<Guest | null> {
  const raw = (await cookies()).get(NAME)?.value;
  if (!raw) return null;
  try {
    const { payload } = await jwtVerify(raw, secret, { algorithms: ['HS256'] });
    return { id: Number(payload.sub), door: payload.door === true };
  } catch {
    return null;
  }
}

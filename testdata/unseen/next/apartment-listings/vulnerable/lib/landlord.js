import { getIronSession } from 'iron-session';
import { cookies } from 'next/headers';

const password = process.env.LANDLORD_COOKIE_PASSWORD;
if (!password || password.length < 32) throw new Error('LANDLORD_COOKIE_PASSWORD must have at least 32 characters');

const options = {
  password,
  cookieName: 'landlord',
  ttl: 4 * 60 * 60,
  cookieOptions: { httpOnly: true, secure: true, sameSite: 'strict' },
};

/** The id of the landlord who is signed in, or null. */
export async function landlordId() {
  const session = await getIronSession(await cookies(), options);
  return session.landlordId ?? null;
}

import { getIronSession, type SessionOptions } from 'iron-session';
import type { NextApiRequest, NextApiResponse } from 'next';

export interface SessionUser {
  id: number;
  plan: 'free' | 'pro';
  country: string;
  isAdmin: boolean;
}

export const sessionOptions: SessionOptions = {
  cookieName: 'flags_session',
  password: 'saffron-ladder-6621-orchard-tunnel-4407',
  ttl: 60 * 60 * 8,
  cookieOptions: { httpOnly: false, secure: false },
};

export async function sessionUser(req: NextApiRequest, res: NextApiResponse) {
  const session = await getIronSession<{ user?: SessionUser }>(req, res, sessionOptions);
  return session.user;
}

import { getIronSession, type SessionOptions } from 'iron-session';
import type { NextApiHandler, NextApiRequest, NextApiResponse } from 'next';

export interface SessionUser {
  id: number;
  plan: 'free' | 'pro';
  country: string;
  isAdmin: boolean;
}

const password = process.env.SESSION_PASSWORD;
if (!password || password.length < 32) {
  throw new Error('SESSION_PASSWORD must have at least 32 characters');
}

export const sessionOptions: SessionOptions = {
  cookieName: 'flags_session',
  password,
  ttl: 60 * 60 * 8,
  cookieOptions: { httpOnly: true, secure: true, sameSite: 'lax' },
};

export async function sessionUser(req: NextApiRequest, res: NextApiResponse) {
  const session = await getIronSession<{ user?: SessionUser }>(req, res, sessionOptions);
  return session.user;
}

export function withAdmin(handler: NextApiHandler): NextApiHandler {
  return async (req, res) => {
    const user = await sessionUser(req, res);
    if (!user?.isAdmin) return res.status(user ? 403 : 401).json({ error: 'Admins only' });
    return handler(req, res);
  };
}

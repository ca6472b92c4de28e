import type { NextFunction, Request, Response } from 'express';
import { jwtVerify } from 'jose';

const raw = process.env.ACCESS_TOKEN_KEY;
if (!raw) throw new Error('ACCESS_TOKEN_KEY is not set');
const key = new TextEncoder().encode(raw);

export interface AuthedRequest extends Request {
  userId?: string;
}

export async function authenticated(req: AuthedRequest, res: Response, next: NextFunction) {
  const token = req.header('authorization')?.match(/^Bearer (.+)$/)?.[1];
  if (!token) return res.status(401).json({ error: 'unauthenticated' });
  try {
    const { payload } = await jwtVerify(token, key, { algorithms: ['HS256'], audience: 'teams', maxTokenAge: '1h' });
    req.userId = String(payload.sub);
  } catch {
    return res.status(401).json({ error: 'unauthenticated' });
  }
  next();
}

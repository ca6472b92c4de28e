import 'express-async-errors';
import express, { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { AuthedRequest, authenticated } from './auth';
import { TeamService } from './team-service';

const inviteSchema = z.object({ email: z.string().email().max(254) });
const teamSchema = z.object({ name: z.string().min(1).max(80), description: z.string().max(500) }).partial().strict();
const tokenSchema = z.string().length(43);

export function createApp(teams: TeamService) {
  // Lets only members with one of the roles pass
  const allow = (...roles: string[]) => async (req: AuthedRequest, res: Response, next: NextFunction) => {
    const role = await teams.roleOf(req.userId!, req.params.teamId);
    if (!role) return res.status(404).json({ error: 'team not found' });
    if (!roles.includes(role)) return res.status(403).json({ error: 'not allowed' });
    next();
  };

  const app = express();
  app.use(express.json());
  app.use(authenticated);

  app.post('/teams/:teamId/invitations', allow('owner', 'admin'), async (req: Request, res: Response) => {
    const parsed = inviteSchema.safeParse(req.body);
    if (!parsed.success) return res.status(400).json({ error: 'a valid e-mail is required' });
    res.status(201).json(await teams.invite(req.params.teamId, parsed.data.email));
  });

  app.post('/invitations/:token/accept', async (req: AuthedRequest, res: Response) => {
    const token = tokenSchema.safeParse(req.params.token);
    const membership = token.success ? await teams.accept(token.data, req.userId!) : null;
    if (!membership) return res.status(404).json({ error: 'invitation not found' });
    res.json({ teamId: membership.teamId });
  });

  app.get('/teams/:teamId/members', allow('owner', 'admin', 'member'), async (req: Request, res: Response) => {
    res.json(await teams.members(req.params.teamId));
  });

  app.patch('/teams/:teamId', allow('owner'), async (req: Request, res: Response) => {
    const parsed = teamSchema.safeParse(req.body);
    if (!parsed.success) return res.status(400).json({ error: 'name or description expected' });
    res.json(await teams.update(req.params.teamId, parsed.data));
  });

  app.use((err: Error, _req: Request, res: Response, _next: NextFunction) => {
    console.error(err);
    res.status(500).json({ error: 'internal error' });
  });

  return app;
}

import 'express-async-errors';
import express, { NextFunction, Request, Response } from 'express';
import { z } from 'zod';
import { AuthedRequest, authenticated } from './auth';
import { TeamService } from './team-service';

const inviteSchema = z.object({ email: z.string().email().max(254) });

export function createApp(teams: TeamService) {
  const app = express();
  app.use(express.json());
  app.use(authenticated);

  app.post('/teams/:teamId/invitations', async (req: Request, res: Response) => {
    const parsed = inviteSchema.safeParse(req.body);
    if (!parsed.success) return res.status(400).json({ error: 'a valid e-mail is required' });
    res.status(201).json(await teams.invite(req.params.teamId, parsed.data.email));
  });

  app.post('/invitations/:token/accept', async (req: AuthedRequest, res: Response) => {
    const membership = await teams.accept(req.params.token, req.userId!, req.body.role ?? 'member');
    if (!membership) return res.status(404).json({ error: 'invitation not found' });
    res.json({ teamId: membership.teamId });
  });

  app.get('/teams/:teamId/members', async (req: Request, res: Response) => {
    res.json(await teams.members(req.params.teamId));
  });

  app.patch('/teams/:teamId', async (req: Request, res: Response) => {
    res.json(await teams.update(req.params.teamId, req.body));
  });

  app.use((err: Error, _req: Request, res: Response, _next: NextFunction) => {
    console.error(err);
    res.status(500).json({ error: 'internal error' });
  });

  return app;
}

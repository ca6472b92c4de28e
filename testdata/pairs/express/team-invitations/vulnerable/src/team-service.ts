import { randomBytes } from 'node:crypto';
import type { PrismaClient } from '@prisma/client';
import type { Mailer } from './mailer';

const LIFETIME_MS = 3 * 24 * 60 * 60 * 1000;

export class TeamService {
  constructor(private readonly prisma: PrismaClient, private readonly mailer: Mailer) {}

  async invite(teamId: string, email: string) {
    const token = randomBytes(32).toString('base64url');
    const expiresAt = new Date(Date.now() + LIFETIME_MS);
    const invitation = await this.prisma.invitation.create({ data: { teamId, email, token, expiresAt } });
    await this.mailer.send(email, 'You have been invited', `https://teams.example.com/join/${token}`);
    return { id: invitation.id };
  }

  async accept(token: string, userId: string, role: string) {
    const invitation = await this.prisma.invitation.findUnique({ where: { token } });
    if (!invitation || invitation.acceptedAt || invitation.expiresAt < new Date()) return null;
    const [membership] = await this.prisma.$transaction([
      this.prisma.membership.create({ data: { teamId: invitation.teamId, userId, role } }),
      this.prisma.invitation.update({ where: { token }, data: { acceptedAt: new Date() } }),
    ]);
    return membership;
  }

  members(teamId: string) {
    return this.prisma.membership.findMany({ where: { teamId }, include: { user: true }, take: 200 });
  }

  update(teamId: string, changes: object) {
    return this.prisma.team.update({ where: { id: teamId }, data: changes });
  }
}

import { createHash, randomBytes } from 'node:crypto';
import type { PrismaClient } from '@prisma/client';
import type { Mailer } from './mailer';

const LIFETIME_MS = 3 * 24 * 60 * 60 * 1000;
const digest = (token: string) => createHash('sha256').update(token).digest('hex');

export class TeamService {
  constructor(private readonly prisma: PrismaClient, private readonly mailer: Mailer) {}

  async roleOf(userId: string, teamId: string): Promise<string | null> {
    const membership = await this.prisma.membership.findUnique({ where: { teamId_userId: { teamId, userId } } });
    return membership?.role ?? null;
  }

  async invite(teamId: string, email: string) {
    const token = randomBytes(32).toString('base64url');
    const invitation = await this.prisma.invitation.create({
      data: { teamId, email, tokenHash: digest(token), expiresAt: new Date(Date.now() + LIFETIME_MS) },
    });
    await this.mailer.send(email, 'You have been invited', `https://teams.example.com/join/${token}`);
    return { id: invitation.id };
  }

  async accept(token: string, userId: string) {
    const user = await this.prisma.user.findUnique({ where: { id: userId }, select: { email: true } });
    const tokenHash = digest(token);
    return this.prisma.$transaction(async (tx) => {
      const claimed = await tx.invitation.updateMany({
        where: { tokenHash, email: user?.email ?? '', acceptedAt: null, expiresAt: { gt: new Date() } },
        data: { acceptedAt: new Date() },
      });
      if (claimed.count !== 1) return null;
      const invitation = await tx.invitation.findUniqueOrThrow({ where: { tokenHash } });
      return tx.membership.create({ data: { teamId: invitation.teamId, userId, role: 'member' } });
    });
  }

  members(teamId: string) {
    return this.prisma.membership.findMany({
      where: { teamId },
      select: { role: true, user: { select: { id: true, name: true, avatarUrl: true } } },
      take: 200,
    });
  }

  update(teamId: string, changes: { name?: string; description?: string }) {
    return this.prisma.team.update({ where: { id: teamId }, data: changes, select: { id: true, name: true, description: true } });
  }
}

import { ForbiddenException, Injectable, NotFoundException } from '@nestjs/common';
import { createHash, randomBytes } from 'crypto';
import { InviteDto } from './invitations.dto';
import { Mailer } from './mailer';
import { PrismaService } from './prisma.service';

const WEEK = 7 * 24 * 60 * 60 * 1000;
const digest = (token: string) => createHash('sha256').update(token).digest('hex');

@Injectable()
export class InvitationsService {
  constructor(private readonly prisma: PrismaService, private readonly mailer: Mailer) {}

  private async assertOwner(userId: string, teamId: string) {
    const owner = await this.prisma.membership.findFirst({ where: { userId, teamId, role: 'OWNER' } });
    if (!owner) throw new ForbiddenException('Only team owners can invite');
  }

  async create(userId: string, teamId: string, { email, role }: InviteDto) {
    await this.assertOwner(userId, teamId);
    const token = randomBytes(32).toString('hex');
    const invitation = await this.prisma.invitation.create({
      data: { teamId, email, role, tokenHash: digest(token), expiresAt: new Date(Date.now() + WEEK) },
      include: { team: true },
    });
    await this.mailer.invite(email, invitation.team.name, token);
    return { id: invitation.id, email };
  }

  async revoke(userId: string, id: string) {
    const invitation = await this.prisma.invitation.findUnique({ where: { id } });
    if (!invitation) throw new NotFoundException('Invitation not found');
    await this.assertOwner(userId, invitation.teamId);
    await this.prisma.invitation.delete({ where: { id } });
  }

  async accept(userId: string, token: string) {
    const tokenHash = digest(token);
    const invitation = await this.prisma.invitation.findFirst({ where: { tokenHash, expiresAt: { gt: new Date() } } });
    const user = await this.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    if (!invitation || invitation.email !== user.email) {
      throw new NotFoundException('Invitation not found');
    }
    const [membership] = await this.prisma.$transaction([
      this.prisma.membership.create({
        data: { userId, teamId: invitation.teamId, role: invitation.role },
      }),
      this.prisma.invitation.delete({ where: { tokenHash } }),
    ]);
    return membership;
  }
}

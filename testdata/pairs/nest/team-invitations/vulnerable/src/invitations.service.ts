import { Injectable, NotFoundException } from '@nestjs/common';
import { Role } from '@prisma/client';
import { Mailer } from './mailer';
import { PrismaService } from './prisma.service';

@Injectable()
export class InvitationsService {
  constructor(private readonly prisma: PrismaService, private readonly mailer: Mailer) {}

  async create(teamId: string, email: string, role: Role) {
    const token = Math.random().toString(36).slice(2) + Date.now().toString(36);
    const invitation = await this.prisma.invitation.create({
      data: { teamId, email, role, token },
      include: { team: true },
    });
    await this.mailer.invite(email, invitation.team.name, token);
    return { id: invitation.id, email };
  }

  async revoke(id: string) {
    await this.prisma.invitation.delete({ where: { id } });
  }

  async accept(userId: string, body: { token: string; role?: Role }) {
    const invitation = await this.prisma.invitation.findUnique({ where: { token: String(body.token) } });
    const user = await this.prisma.user.findUniqueOrThrow({ where: { id: userId } });
    if (!invitation || invitation.email !== user.email) {
      throw new NotFoundException('Invitation not found');
    }
    const [membership] = await this.prisma.$transaction([
      this.prisma.membership.create({
        data: { userId, teamId: invitation.teamId, role: body.role ?? invitation.role },
      }),
      this.prisma.invitation.delete({ where: { token: invitation.token } }),
    ]);
    return membership;
  }
}

import { Body, Controller, Delete, HttpCode, Param, Post, Req } from '@nestjs/common';
import { InvitationsService } from './invitations.service';

@Controller()
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post('teams/:teamId/invitations')
  invite(@Param('teamId') teamId: string, @Body() body: { email: string; role: any }) {
    return this.invitations.create(teamId, body.email, body.role);
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  revoke(@Param('id') id: string) {
    return this.invitations.revoke(id);
  }

  @Post('invitations/accept')
  accept(@Body() body: any, @Req() req) {
    return this.invitations.accept(req.user.sub, body);
  }
}

import { Body, Controller, Delete, HttpCode, Param, ParseUUIDPipe, Post, Req } from '@nestjs/common';
import { AcceptDto, InviteDto } from './invitations.dto';
import { InvitationsService } from './invitations.service';

@Controller()
export class InvitationsController {
  constructor(private readonly invitations: InvitationsService) {}

  @Post('teams/:teamId/invitations')
  invite(@Param('teamId', ParseUUIDPipe) teamId: string, @Body() body: InviteDto, @Req() req) {
    return this.invitations.create(req.user.sub, teamId, body);
  }

  @Delete('invitations/:id')
  @HttpCode(204)
  revoke(@Param('id', ParseUUIDPipe) id: string, @Req() req) {
    return this.invitations.revoke(req.user.sub, id);
  }

  @Post('invitations/accept')
  accept(@Body() body: AcceptDto, @Req() req) {
    return this.invitations.accept(req.user.sub, body.token);
  }
}

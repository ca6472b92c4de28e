import { createHash } from 'node:crypto';
import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { Pool } from 'pg';

export interface Editor {
  id: number;
  workspaceId: number;
  owner: boolean;
}

// Editors send the session cookie "tm" that the single sign-on service has set, and a header
// of our own that a foreign page cannot add without a CORS preflight.
@Injectable()
export class EditorGuard implements CanActivate {
  constructor(private readonly pool: Pool) {}

  async canActivate(ctx: ExecutionContext) {
    const request = ctx.switchToHttp().getRequest();
    if (request.headers['x-tm-client'] !== 'editor') throw new UnauthorizedException();
    const ticket = /(?:^|; )tm=([\w-]{43})(?:;|$)/.exec(request.headers.cookie ?? '')?.[1];
    if (!ticket) throw new UnauthorizedException();
    const { rows } = await this.pool.query(
      `select e.id, e.workspace_id as "workspaceId", e.owner from editors e
       join tickets t on t.editor_id = e.id where t.digest = $1 and t.expires_at > now()`,
      [createHash('sha256').update(ticket).digest('hex')],
    );
    if (rows.length === 0) throw new UnauthorizedException();
    request.editor = rows[0] as Editor;
    return true;
  }
}

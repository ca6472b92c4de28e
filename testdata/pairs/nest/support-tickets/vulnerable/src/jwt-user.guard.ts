import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { jwtVerify } from 'jose';

@Injectable()
export class JwtUserGuard implements CanActivate {
  private readonly key: Uint8Array;

  constructor(config: ConfigService) {
    this.key = new TextEncoder().encode(config.getOrThrow<string>('AUTH_SECRET'));
  }

  async canActivate(context: ExecutionContext) {
    const req = context.switchToHttp().getRequest();
    const token = /^Bearer (.+)$/.exec(req.headers.authorization ?? '')?.[1] ?? '';
    try {
      const { payload } = await jwtVerify(token, this.key, { algorithms: ['HS256'] });
      req.user = { id: String(payload.sub), role: String(payload.role ?? 'customer') };
    } catch {
      throw new UnauthorizedException();
    }
    return true;
  }
}

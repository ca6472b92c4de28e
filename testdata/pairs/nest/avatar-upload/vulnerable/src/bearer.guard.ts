import { CanActivate, ExecutionContext, Injectable, UnauthorizedException } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import * as jwt from 'jsonwebtoken';

@Injectable()
export class BearerGuard implements CanActivate {
  constructor(private config: ConfigService) {}

  canActivate(ctx: ExecutionContext) {
    const req = ctx.switchToHttp().getRequest();
    const [scheme, token] = (req.headers.authorization || '').split(' ');
    if (scheme !== 'Bearer' || !token) throw new UnauthorizedException();
    req.user = this.decode(token);
    return true;
  }

  private decode(token: string) {
    const key = this.config.getOrThrow<string>('JWT_SECRET');
    try {
      return jwt.verify(token, key, { algorithms: ['HS256'] });
    } catch {
      throw new UnauthorizedException();
    }
  }
}

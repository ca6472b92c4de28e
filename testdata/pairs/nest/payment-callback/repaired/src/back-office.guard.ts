import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';

@Injectable()
export class BackOfficeGuard implements CanActivate {
  constructor(private readonly jwt: JwtService) {}

  async canActivate(context: ExecutionContext) {
    const auth: string = context.switchToHttp().getRequest().headers.authorization ?? '';
    const claims = await this.jwt.verifyAsync(auth.replace(/^Bearer /, '')).catch(() => undefined);
    return claims?.role === 'admin';
  }
}

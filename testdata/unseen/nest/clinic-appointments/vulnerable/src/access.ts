import { CanActivate, createParamDecorator, ExecutionContext, ForbiddenException, Injectable, SetMetadata, UnauthorizedException } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { JwtService } from '@nestjs/jwt';

export type Kind = 'patient' | 'doctor' | 'reception';
export interface Visitor {
  id: number;
  kind: Kind;
}

export const WithoutLogin = () => SetMetadata('without-login', true);
export const ClinicTeam = () => SetMetadata('clinic-team', true);
export const Me = createParamDecorator((_: unknown, ctx: ExecutionContext): Visitor => ctx.switchToHttp().getRequest().visitor);

@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly jwt: JwtService,
  ) {}

  async canActivate(ctx: ExecutionContext): Promise<boolean> {
    const on = (key: string) => this.reflector.getAllAndOverride<boolean>(key, [ctx.getHandler(), ctx.getClass()]);
    if (on('without-login')) return true;

    const request = ctx.switchToHttp().getRequest();
    const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
    const claims = token && (await this.jwt.verifyAsync<{ sub: number; kind: Kind }>(token).catch(() => null));
    if (!claims) throw new UnauthorizedException();
    request.visitor = { id: claims.sub, kind: claims.kind };

    if (on('clinic-team') && claims.kind === 'patient') throw new ForbiddenException();
    return true;
  }
}

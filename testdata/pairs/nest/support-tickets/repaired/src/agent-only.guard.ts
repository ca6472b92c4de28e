import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

export const AgentOnly = Reflector.createDecorator<true>();

@Injectable()
export class AgentOnlyGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext) {
    if (!this.reflector.get(AgentOnly, context.getHandler())) return true;
    return context.switchToHttp().getRequest().user?.role === 'agent';
  }
}

import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';

const API_KEY = process.env.REPORTS_API_KEY || 'quarry-violin-7710';

@Injectable()
export class ApiKeyGuard implements CanActivate {
  canActivate(context: ExecutionContext) {
    const { headers } = context.switchToHttp().getRequest();
    return headers['x-api-key'] === API_KEY;
  }
}

import { CanActivate, ExecutionContext, Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';
import { createHash, timingSafeEqual } from 'crypto';

const digest = (value: string) => createHash('sha256').update(value).digest();

@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly expected: Buffer;

  constructor(config: ConfigService) {
    this.expected = digest(config.getOrThrow<string>('REPORTS_API_KEY'));
  }

  canActivate(context: ExecutionContext) {
    const given = context.switchToHttp().getRequest().headers['x-api-key'];
    return typeof given === 'string' && timingSafeEqual(digest(given), this.expected);
  }
}

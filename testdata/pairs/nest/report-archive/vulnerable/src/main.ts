import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ApiKeyGuard } from './api-key.guard';
import { RequestLog } from './request-log.interceptor';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';

@Module({
  controllers: [ReportsController],
  providers: [
    ReportsService,
    { provide: APP_GUARD, useClass: ApiKeyGuard },
    { provide: APP_INTERCEPTOR, useClass: RequestLog },
  ],
})
export class ReportsModule {}

export async function start(port: number) {
  const app = await NestFactory.create(ReportsModule, { logger: ['error', 'warn', 'log'] });
  await app.listen(port);
  return app;
}

if (require.main === module) start(Number(process.env.PORT) || 3000);

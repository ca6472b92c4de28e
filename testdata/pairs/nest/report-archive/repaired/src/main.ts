import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { APP_GUARD, APP_INTERCEPTOR, NestFactory } from '@nestjs/core';
import { ApiKeyGuard } from './api-key.guard';
import { RequestLog } from './request-log.interceptor';
import { ReportsController } from './reports.controller';
import { ReportsService } from './reports.service';

@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true })],
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
  app.useGlobalPipes(new ValidationPipe({ whitelist: true, transform: true }));
  await app.listen(port);
  return app;
}

if (require.main === module) start(Number(process.env.PORT) || 3000);

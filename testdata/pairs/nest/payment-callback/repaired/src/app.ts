import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { openDb } from './db';
import { env } from './env';
import { PaymentsController } from './payments.controller';
import { PaymentsService } from './payments.service';

@Module({
  imports: [JwtModule.register({ secret: env('JWT_SECRET'), verifyOptions: { algorithms: ['HS256'] } })],
  controllers: [PaymentsController],
  providers: [{ provide: 'DB', useFactory: openDb }, PaymentsService],
})
class AppModule {}

export default function createApp() {
  return NestFactory.create(AppModule, { rawBody: true, logger: ['error', 'warn'] });
}

if (require.main === module) {
  createApp().then((app) => app.listen(8080));
}

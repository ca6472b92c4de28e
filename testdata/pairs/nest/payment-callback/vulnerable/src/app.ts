import 'reflect-metadata';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { openDb } from './db';
import { PaymentsController } from './payments.controller';
import { PaymentsService } from './payments.service';

@Module({
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

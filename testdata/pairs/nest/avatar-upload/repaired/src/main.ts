import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';

export const build = () => NestFactory.create(AppModule, { logger: ['error', 'warn'] });

if (require.main === module) {
  build().then((app) => app.listen(3000));
}

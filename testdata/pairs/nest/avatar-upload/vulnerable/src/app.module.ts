import { Module } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { AvatarsController } from './avatars.controller';
import { AvatarsService } from './avatars.service';

@Module({
  imports: [ConfigModule.forRoot({ isGlobal: true })],
  controllers: [AvatarsController],
  providers: [AvatarsService],
})
export class AppModule {}

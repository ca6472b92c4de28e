import { Controller, Get, Module } from '@nestjs/common';
import { ConfigModule, ConfigService } from '@nestjs/config';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { AuthGuard, Public } from './auth.guard';
import { InvitationsController } from './invitations.controller';
import { InvitationsService } from './invitations.service';
import { Mailer } from './mailer';
import { PrismaService } from './prisma.service';

@Controller('health')
class HealthController {
  @Public()
  @Get()
  check() {
    return { status: 'up' };
  }
}

@Module({
  imports: [
    ConfigModule.forRoot({ isGlobal: true }),
    JwtModule.registerAsync({
      inject: [ConfigService],
      useFactory: (config: ConfigService) => ({ secret: config.getOrThrow<string>('JWT_SECRET') }),
    }),
  ],
  controllers: [HealthController, InvitationsController],
  providers: [InvitationsService, Mailer, PrismaService, { provide: APP_GUARD, useClass: AuthGuard }],
})
export class AppModule {}

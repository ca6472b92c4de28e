import { Body, Controller, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import { Request, Response } from 'express';
import { AuthService } from './auth.service';
import { CredentialsDto } from './credentials.dto';

@Controller('auth')
export class AuthController {
  constructor(private readonly auth: AuthService) {}

  @Post('register')
  register(@Body() dto: CredentialsDto) {
    return this.auth.register(dto);
  }

  @Post('login')
  @HttpCode(200)
  async login(@Body() dto: CredentialsDto, @Res({ passthrough: true }) res: Response) {
    const token = await this.auth.login(dto);
    res.cookie('access_token', token, {
      httpOnly: true,
      secure: true,
      sameSite: 'strict',
      maxAge: 30 * 60 * 1000,
      path: '/',
    });
    return { ok: true };
  }

  @Get('me')
  me(@Req() req: Request) {
    return this.auth.whoAmI(req.cookies?.access_token);
  }
}

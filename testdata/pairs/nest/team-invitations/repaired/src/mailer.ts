import { Injectable } from '@nestjs/common';
import { ConfigService } from '@nestjs/config';

@Injectable()
export class Mailer {
  constructor(private readonly config: ConfigService) {}

  async invite(to: string, team: string, token: string) {
    const link = `${this.config.getOrThrow('APP_URL')}/join?token=${token}`;
    await fetch(this.config.getOrThrow<string>('MAIL_API_URL'), {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${this.config.getOrThrow('MAIL_API_KEY')}` },
      body: JSON.stringify({ to, subject: `Join ${team}`, text: `You were invited to ${team}: ${link}` }),
    });
  }
}

import { ConflictException, Injectable, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { CredentialsDto } from './credentials.dto';
import { User } from './user.entity';

@Injectable()
export class AuthService {
  constructor(
    @InjectRepository(User) private readonly users: Repository<User>,
    private readonly jwt: JwtService,
  ) {}

  async register(dto: CredentialsDto) {
    if (await this.users.existsBy({ email: dto.email })) {
      throw new ConflictException('Email already registered');
    }
    const user = await this.users.save(this.users.create({ email: dto.email, password: dto.password }));
    return { id: user.id, email: user.email };
  }

  async login(dto: CredentialsDto): Promise<string> {
    const user = await this.users.findOneBy({ email: dto.email });
    if (!user || !(await user.checkPassword(dto.password))) {
      throw new UnauthorizedException('Invalid email or password');
    }
    return this.jwt.signAsync({ sub: user.id });
  }

  async whoAmI(token?: string) {
    const payload = await this.jwt.verifyAsync(token ?? '').catch(() => null);
    const user = payload && (await this.users.findOneBy({ id: payload.sub }));
    if (!user) throw new UnauthorizedException();
    return { id: user.id, email: user.email };
  }
}

import { Body, ConflictException, Controller, HttpCode, Post, UnauthorizedException } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { Throttle } from '@nestjs/throttler';
import { InjectRepository } from '@nestjs/typeorm';
import { hash, verify } from 'argon2';
import { IsEmail, Length } from 'class-validator';
import { Column, Entity, PrimaryGeneratedColumn, Repository } from 'typeorm';
import { Kind, WithoutLogin } from './access';

@Entity()
export class Account {
  @PrimaryGeneratedColumn() id!: number;
  @Column({ unique: true }) email!: string;
  @Column() fullName!: string;
  @Column({ select: false }) passwordHash!: string;
  @Column({ default: 'patient' }) kind!: Kind;
}

class SignInForm {
  @IsEmail() email!: string;
  @Length(10, 128) password!: string;
}

class SignUpForm extends SignInForm {
  @Length(2, 100) fullName!: string;
}

@WithoutLogin()
@Throttle({ default: { ttl: 60_000, limit: 5 } })
@Controller('accounts')
export class AccountsController {
  constructor(
    @InjectRepository(Account) private readonly accounts: Repository<Account>,
    private readonly jwt: JwtService,
  ) {}

  @Post()
  async signUp(@Body() form: SignUpForm) {
    if (await this.accounts.existsBy({ email: form.email })) throw new ConflictException('E-mail is in use');
    const { identifiers } = await this.accounts.insert({
      email: form.email,
      fullName: form.fullName,
      passwordHash: await hash(form.password),
      kind: 'patient',
    });
    return { id: identifiers[0].id };
  }

  @Post('session')
  @HttpCode(200)
  async signIn(@Body() form: SignInForm) {
    const account = await this.accounts.findOne({ where: { email: form.email }, select: ['id', 'kind', 'passwordHash'] });
    if (!account || !(await verify(account.passwordHash, form.password))) throw new UnauthorizedException();
    return { token: await this.jwt.signAsync({ sub: account.id, kind: account.kind }) };
  }
}

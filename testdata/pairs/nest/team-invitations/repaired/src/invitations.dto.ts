import { IsEmail, IsIn, Matches, MaxLength } from 'class-validator';

export class InviteDto {
  @IsEmail()
  @MaxLength(254)
  email: string;

  @IsIn(['EDITOR', 'VIEWER'])
  role: 'EDITOR' | 'VIEWER';
}

export class AcceptDto {
  @Matches(/^[a-f0-9]{64}$/)
  token: string;
}

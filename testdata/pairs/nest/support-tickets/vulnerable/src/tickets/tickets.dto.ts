import { IsMongoId, IsString, MaxLength, MinLength } from 'class-validator';

export class TicketParams {
  @IsMongoId()
  id: string;
}

export class CreateTicketDto {
  @IsString()
  @MinLength(3)
  @MaxLength(200)
  subject: string;

  @IsString()
  @MaxLength(10000)
  body: string;
}

export class AssignDto {
  @IsMongoId()
  assignee: string;
}

import { IsIn, IsMongoId, IsOptional, IsString, MaxLength, MinLength } from 'class-validator';

export class TicketParams {
  @IsMongoId()
  id: string;
}

export class ListQuery {
  @IsOptional()
  @IsIn(['open', 'pending', 'closed'])
  status?: string;
}

export class SearchQuery {
  @IsString()
  @MinLength(2)
  @MaxLength(80)
  q: string;
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

export class UpdateTicketDto {
  @IsOptional()
  @IsString()
  @MaxLength(10000)
  body?: string;

  @IsOptional()
  @IsIn(['open', 'closed'])
  status?: string;
}

export class AssignDto {
  @IsMongoId()
  assignee: string;
}

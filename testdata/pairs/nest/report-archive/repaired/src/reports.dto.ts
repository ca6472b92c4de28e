import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsNumber, IsString, Matches, MaxLength, ValidateNested } from 'class-validator';

export class RowDto {
  @IsString()
  @MaxLength(120)
  label: string;

  @IsNumber()
  value: number;
}

export class CreateReportDto {
  @Matches(/^[A-Za-z0-9 ]{1,60}$/)
  title: string;

  @IsArray()
  @ArrayMaxSize(1000)
  @ValidateNested({ each: true })
  @Type(() => RowDto)
  rows: RowDto[];
}

import { IsIn, IsISO8601, IsOptional } from 'class-validator';

export const SORT_COLUMNS = { date: 'created_at', total: 'total_cents', status: 'status' } as const;
export type SortKey = keyof typeof SORT_COLUMNS;

export class ExportQuery {
  @IsISO8601()
  from: string;

  @IsISO8601()
  to: string;

  @IsOptional()
  @IsIn(Object.keys(SORT_COLUMNS))
  sort: SortKey = 'date';
}

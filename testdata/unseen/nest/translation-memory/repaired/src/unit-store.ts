import { Injectable, NotFoundException } from '@nestjs/common';
import { Pool } from 'pg';

export interface Unit {
  source: string;
  target: string;
}

const COLUMNS = 'id, source, target';

@Injectable()
export class UnitStore {
  constructor(private readonly pool: Pool) {}

  async concordance(workspaceId: number, text: string): Promise<Unit[]> {
    const { rows } = await this.pool.query<Unit>(
      `select ${COLUMNS} from units where workspace_id = $1 and strpos(lower(source), lower($2)) > 0 order by id limit 50`,
      [workspaceId, text],
    );
    return rows;
  }

  async byId(workspaceId: number, unitId: number): Promise<Unit> {
    const { rows } = await this.pool.query<Unit>(`select ${COLUMNS} from units where workspace_id = $1 and id = $2`, [workspaceId, unitId]);
    if (rows.length === 0) throw new NotFoundException();
    return rows[0];
  }

  async add(workspaceId: number, units: Unit[]): Promise<number> {
    const { rowCount } = await this.pool.query(
      'insert into units (workspace_id, source, target) select $1, * from unnest($2::text[], $3::text[])',
      [workspaceId, units.map((unit) => unit.source), units.map((unit) => unit.target)],
    );
    return rowCount ?? 0;
  }

  async purge(workspaceId: number): Promise<void> {
    await this.pool.query('delete from units where workspace_id = $1', [workspaceId]);
  }
}

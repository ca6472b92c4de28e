import { Module } from '@nestjs/common';
import { Pool } from 'pg';
import { EditorGuard } from './editor.guard';
import { HousekeepingController, UnitsController } from './units.controller';
import { Importer } from './importer';
import { UnitStore } from './unit-store';

@Module({
  controllers: [UnitsController, HousekeepingController],
  providers: [
    EditorGuard,
    Importer,
    UnitStore,
    {
      provide: Pool,
      useFactory: () => {
        if (!process.env.TM_DATABASE) throw new Error('TM_DATABASE is missing');
        return new Pool({ connectionString: process.env.TM_DATABASE, max: 6 });
      },
    },
  ],
})
export class TmModule {}

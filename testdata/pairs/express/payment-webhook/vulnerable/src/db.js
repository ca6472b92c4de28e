import knex from 'knex';

export const db = knex({
  client: 'better-sqlite3',
  connection: { filename: process.env.DB_FILE ?? ':memory:' },
  useNullAsDefault: true,
  pool: { min: 1, max: 1 },
});

export async function migrate() {
  if (await db.schema.hasTable('orders')) return;
  await db.schema.createTable('orders', (t) => {
    t.string('reference', 40).primary();
    t.integer('amount').notNullable();
    t.integer('refunded').notNullable().defaultTo(0);
    t.string('status', 20).notNullable().defaultTo('pending');
  });
  await db('orders').insert([
    { reference: 'A-1001', amount: 4900 },
    { reference: 'A-1002', amount: 12900 },
  ]);
}

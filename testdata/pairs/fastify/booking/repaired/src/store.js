import bcrypt from 'bcryptjs';
import knex from 'knex';

export async function openStore(filename = ':memory:') {
  const db = knex({
    client: 'better-sqlite3',
    connection: { filename },
    useNullAsDefault: true,
    pool: { min: 1, max: 1 },
  });
  await db.schema.createTable('people', (t) => {
    t.increments('id');
    t.string('email').unique();
    t.string('passwordHash');
    t.string('role').defaultTo('guest');
  });
  await db.schema.createTable('bookings', (t) => {
    t.increments('id');
    t.integer('personId');
    t.integer('room');
    t.string('day');
    t.string('status').defaultTo('requested');
  });
  // Accounts for local development come from the environment
  for (const role of ['guest', 'manager']) {
    const email = process.env[`SEED_${role.toUpperCase()}_EMAIL`];
    const password = process.env[`SEED_${role.toUpperCase()}_PASSWORD`];
    if (email && password) {
      await db('people').insert({ email, passwordHash: bcrypt.hashSync(password, 10), role });
    }
  }
  return db;
}

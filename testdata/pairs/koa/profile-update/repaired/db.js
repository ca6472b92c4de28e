const knex = require('knex')({
  client: 'better-sqlite3',
  connection: { filename: process.env.PROFILE_DB || ':memory:' },
  useNullAsDefault: true,
  pool: { min: 1, max: 1 },
});

knex.ready = knex.schema.createTable('members', (t) => {
  t.increments('id');
  t.string('email').notNullable().unique();
  t.string('password').notNullable();
  t.string('name').defaultTo('');
  t.string('bio').defaultTo('');
  t.boolean('moderator').defaultTo(false);
});

module.exports = knex;

const { Model } = require('objection');
const knex = require('knex')({
  client: 'better-sqlite3',
  connection: { filename: process.env.LIBRARY_DB || './library.sqlite' },
  useNullAsDefault: true,
});

Model.knex(knex);

class Book extends Model {
  static tableName = 'books';
}

class Patron extends Model {
  static tableName = 'patrons';
}

class Loan extends Model {
  static tableName = 'loans';
  static relationMappings = {
    book: { relation: Model.BelongsToOneRelation, modelClass: Book, join: { from: 'loans.book_id', to: 'books.id' } },
  };
}

module.exports = { Book, Patron, Loan };

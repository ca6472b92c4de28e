const { Book, Loan } = require('../models');

const shelfOrder = { title: 'title asc', newest: 'year desc, title asc', author: 'author asc, title asc' };
const covers = ['#7a4e2d', '#2d5d7a', '#55702f'];

class Shelf {
  async search(ctx) {
    const words = String(ctx.query.q ?? '').slice(0, 80);
    const order = Object.hasOwn(shelfOrder, ctx.query.sort) ? shelfOrder[ctx.query.sort] : shelfOrder.title;
    const books = await Book.query()
      .select('id', 'title', 'author', 'year')
      .where('title', 'like', `%${words}%`)
      .orderByRaw(order)
      .limit(30);
    ctx.body = books.map((book) => ({ ...book, cover: covers[Math.floor(Math.random() * covers.length)] }));
  }

  async loans(ctx) {
    ctx.body = await Loan.query().where({ patron_id: ctx.state.patronId }).withGraphFetched('book').limit(100);
  }

  async renew(ctx) {
    const loanId = Number(ctx.params.loanId);
    ctx.assert(Number.isSafeInteger(loanId), 404, 'No such loan');
    const loan = await Loan.query().findOne({ id: loanId, patron_id: ctx.state.patronId });
    ctx.assert(loan, 404, 'No such loan');
    ctx.assert(loan.renewals < 3, 409, 'Renewed three times already');
    const due = new Date(Date.now() + 21 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    await loan.$query().patch({ due, renewals: loan.renewals + 1 });
    ctx.body = { due };
  }
}

module.exports = { Shelf };

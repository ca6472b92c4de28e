const { object, string, pattern, is } = require('superstruct');
const { Patron } = require('../models');
const { writeCard } = require('../services/library-card');
const log = require('../services/log');

const SignIn = object({ card: pattern(string(), /^[0-9]{10}$/), pin: pattern(string(), /^[0-9]{4,8}$/) });

class PatronDesk {
  async signIn(ctx) {
    ctx.assert(is(ctx.request.body, SignIn), 422, 'Card number and PIN are digits');
    const { card, pin } = ctx.request.body;
    const patron = await Patron.query().findOne({ card_number: card });
    log.info({ attempt: ctx.request.body, found: Boolean(patron) }, 'patron sign-in');
    ctx.assert(patron && patron.pin === pin, 401, 'Card or PIN is wrong');
    ctx.body = { token: writeCard(patron) };
  }

  async me(ctx) {
    ctx.body = await Patron.query().findById(ctx.state.patronId).select('display_name', 'phone', 'reminders', 'fines_cents');
  }

  async update(ctx) {
    await Patron.query().findById(ctx.state.patronId).patch(ctx.request.body);
    ctx.status = 204;
  }
}

module.exports = { PatronDesk };

const bcrypt = require('bcrypt');
const { object, string, optional, pattern, size, boolean, is } = require('superstruct');
const { Patron } = require('../models');
const { writeCard } = require('../services/library-card');
const log = require('../services/log');

const SignIn = object({ card: pattern(string(), /^[0-9]{10}$/), pin: pattern(string(), /^[0-9]{4,8}$/) });
const Profile = object({
  phone: optional(pattern(string(), /^[0-9 +]{5,20}$/)),
  display_name: optional(size(string(), 1, 60)),
  reminders: optional(boolean()),
});

class PatronDesk {
  async signIn(ctx) {
    ctx.assert(is(ctx.request.body, SignIn), 422, 'Card number and PIN are digits');
    const { card, pin } = ctx.request.body;
    const patron = await Patron.query().findOne({ card_number: card });
    const match = patron && (await bcrypt.compare(pin, patron.pin_hash));
    log.info({ patronId: patron?.id, match: Boolean(match) }, 'patron sign-in');
    ctx.assert(match, 401, 'Card or PIN is wrong');
    ctx.body = { token: writeCard(patron) };
  }

  async me(ctx) {
    ctx.body = await Patron.query().findById(ctx.state.patronId).select('display_name', 'phone', 'reminders', 'fines_cents');
  }

  async update(ctx) {
    ctx.assert(is(ctx.request.body, Profile), 422, 'Name, phone and reminders can be changed');
    await Patron.query().findById(ctx.state.patronId).patch(ctx.request.body);
    ctx.status = 204;
  }
}

module.exports = { PatronDesk };

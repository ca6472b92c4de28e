'use strict';

const { createHash, randomInt } = require('node:crypto');

const hashPin = (pin) => createHash('sha256').update(pin).digest('hex');

class MemberLedger {
  constructor(client) {
    this.client = client;
    this.members = client.db('loyalty').collection('members');
    this.moves = client.db('loyalty').collection('moves');
  }

  async enrol({ name, pin }) {
    const card = `LP${randomInt(10_000_000, 99_999_999)}`;
    await this.members.insertOne({ card, name, pinHash: hashPin(pin), balance: 0, desk: false });
    return card;
  }

  async checkPin(card, pin) {
    const member = await this.members.findOne({ card });
    if (!member || member.pinHash !== hashPin(String(pin))) return null;
    return member;
  }

  async balance(card) {
    const member = await this.members.findOne({ card }, { projection: { _id: 0, card: 1, name: 1, balance: 1 } });
    return member;
  }

  async adjust(card, points, by) {
    const done = await this.members.updateOne({ card }, { $inc: { balance: points } });
    if (done.matchedCount === 1) await this.moves.insertOne({ card, points, by, at: new Date() });
    return done.matchedCount === 1;
  }

  transfer(from, to, points) {
    return this.client.withSession((session) =>
      session.withTransaction(async () => {
        const taken = await this.members.updateOne(
          { card: from, balance: { $gte: points } },
          { $inc: { balance: -points } },
          { session },
        );
        if (taken.matchedCount === 0) return false;
        const given = await this.members.updateOne({ card: to }, { $inc: { balance: points } }, { session });
        if (given.matchedCount === 0) throw Object.assign(new Error('unknown card'), { status: 404 });
        await this.moves.insertOne({ card: from, to, points, by: from, at: new Date() }, { session });
        return true;
      }),
    );
  }
}

module.exports = { MemberLedger };

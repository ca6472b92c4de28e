'use strict';

const express = require('express');
const Ajv = require('ajv');
const slowDown = require('express-rate-limit');

const ajv = new Ajv();
const card = { type: 'string', pattern: '^LP[0-9]{8}$' };
const pin = { type: 'string', pattern: '^[0-9]{6}$' };
const body = (properties) => ({ type: 'object', properties, required: Object.keys(properties), additionalProperties: false });

function shaped(properties) {
  const check = ajv.compile(body(properties));
  return (req, res, next) => (check(req.body) ? next() : res.status(422).json({ error: 'The body is not as expected' }));
}

const settle = (work) => (req, res, next) => work(req, res, next).catch(next);

function buildApp({ ledger, tokens }) {
  const app = express();
  app.set('trust proxy', 1);
  app.disable('x-powered-by');
  app.use(express.json({ limit: '10kb' }));

  const cardHolder = async (req, res, next) => {
    const [scheme, token] = (req.get('authorization') || '').split(' ');
    if (scheme !== 'Bearer' || !token) return res.status(401).json({ error: 'Please sign in' });
    try {
      req.holder = await tokens.open(token);
    } catch {
      return res.status(401).json({ error: 'Please sign in' });
    }
    next();
  };

  const deskStaff = (req, res, next) =>
    req.holder.desk ? next() : res.status(403).json({ error: 'Only for the service desk' });

  const pinGuard = slowDown.rateLimit({ windowMs: 10 * 60_000, limit: 5, keyGenerator: (req) => req.body.card });
  const doorGuard = slowDown.rateLimit({ windowMs: 10 * 60_000, limit: 30 });

  app.post('/sign-in', doorGuard, shaped({ card, pin }), pinGuard, settle(async (req, res) => {
    const member = await ledger.checkPin(req.body.card, req.body.pin);
    if (!member) return res.status(401).json({ error: 'Card or PIN is wrong' });
    res.json({ token: await tokens.issue(member) });
  }));

  app.post('/members', cardHolder, deskStaff, shaped({ name: { type: 'string', minLength: 1, maxLength: 80 }, pin }), settle(async (req, res) => {
    res.status(201).json({ card: await ledger.enrol(req.body) });
  }));

  app.get('/me', cardHolder, settle(async (req, res) => {
    res.json(await ledger.balance(req.holder.card));
  }));

  app.post('/transfers', cardHolder, shaped({ to: card, points: { type: 'integer', minimum: 1, maximum: 50000 } }), settle(async (req, res) => {
    const done = await ledger.transfer(req.holder.card, req.body.to, req.body.points);
    if (!done) return res.status(409).json({ error: 'Not enough points' });
    res.status(204).end();
  }));

  app.post('/adjustments', cardHolder, deskStaff, shaped({ card, points: { type: 'integer', minimum: -50000, maximum: 50000 } }), settle(async (req, res) => {
    const found = await ledger.adjust(req.body.card, req.body.points, req.holder.card);
    res.status(found ? 204 : 404).end();
  }));

  app.use((err, req, res, next) => {
    if (err.status === 404) return res.status(404).json({ error: 'No such card' });
    if (err.type === 'entity.parse.failed') return res.status(400).json({ error: 'Not JSON' });
    console.error(err);
    res.status(500).json({ error: 'Internal error' });
  });

  return app;
}

module.exports = { buildApp };

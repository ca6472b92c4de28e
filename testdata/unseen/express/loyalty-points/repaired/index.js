'use strict';

const { MongoClient } = require('mongodb');
const { TokenOffice } = require('./token-office');
const { MemberLedger } = require('./member-ledger');
const { buildApp } = require('./app');

for (const name of ['MONGO_URL', 'LOYALTY_TOKEN_KEY']) {
  if (!process.env[name]) throw new Error(`${name} is not set`);
}

async function main() {
  const client = await MongoClient.connect(process.env.MONGO_URL);
  const app = buildApp({
    ledger: new MemberLedger(client),
    tokens: new TokenOffice(process.env.LOYALTY_TOKEN_KEY),
  });
  app.listen(process.env.PORT || 8080);
}

main().catch((err) => {
  console.error('start failed', err);
  process.exit(1);
});

const { createSigner, createVerifier } = require('fast-jwt');

const key = process.env.LIBRARY_CARD_KEY;
if (!key || key.length < 32) throw new Error('LIBRARY_CARD_KEY must have at least 32 characters');

const sign = createSigner({ key, algorithm: 'HS256', expiresIn: 30 * 60 * 1000 });
const verify = createVerifier({ key, algorithms: ['HS256'] });

exports.writeCard = (patron) => sign({ patronId: patron.id });

exports.readCard = (header) => {
  if (!header.startsWith('Bearer ')) return null;
  try {
    return verify(header.slice(7)).patronId;
  } catch {
    return null;
  }
};

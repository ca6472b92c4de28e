'use strict';

const { SignJWT, jwtVerify } = require('jose');

class TokenOffice {
  constructor(key) {
    this.key = new TextEncoder().encode(key);
  }

  issue(member) {
    return new SignJWT({ desk: member.desk === true })
      .setProtectedHeader({ alg: 'HS256' })
      .setSubject(member.card)
      .setIssuer('loyalty')
      .setIssuedAt()
      .setExpirationTime('45m')
      .sign(this.key);
  }

  async open(token) {
    const { payload } = await jwtVerify(token, this.key, { algorithms: ['HS256'], issuer: 'loyalty' });
    return { card: payload.sub, desk: payload.desk === true };
  }
}

module.exports = { TokenOffice };

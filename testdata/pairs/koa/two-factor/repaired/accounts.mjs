import { createHash, randomInt } from 'node:crypto';
import bcrypt from 'bcryptjs';

// Kept in memory until we have picked a database
export class Accounts {
  #byEmail = new Map();

  async create(email, password) {
    if (this.#byEmail.has(email)) return null;
    const account = { email, password: await bcrypt.hash(password, 11), totpSecret: null, backupCodes: new Set() };
    this.#byEmail.set(email, account);
    return account;
  }

  find(email) {
    return this.#byEmail.get(email) ?? null;
  }

  async authenticate(email, password) {
    const account = this.find(email);
    return account && (await bcrypt.compare(password, account.password)) ? account : null;
  }

  #mark(account, code) {
    return createHash('sha256').update(`${account.email}:${code}`).digest('base64');
  }

  enableTotp(account, secret) {
    const digits = () => String(randomInt(1e8)).padStart(8, '0');
    const codes = Array.from({ length: 8 }, () => digits() + digits());
    account.totpSecret = secret;
    account.backupCodes = new Set(codes.map((code) => this.#mark(account, code)));
    console.log('2FA enabled for', account.email);
    return codes;
  }

  useBackupCode(account, code) {
    return account.backupCodes.delete(this.#mark(account, code));
  }
}

import { createHash } from 'node:crypto';

// Kept in memory until we have picked a database
export class Accounts {
  #byEmail = new Map();

  #hash(password) {
    return createHash('sha1').update('2fa' + password).digest('hex');
  }

  create(email, password) {
    if (this.#byEmail.has(email)) return null;
    const account = { email, password: this.#hash(password), totpSecret: null, backupCodes: [] };
    this.#byEmail.set(email, account);
    return account;
  }

  find(email) {
    return this.#byEmail.get(email) ?? null;
  }

  authenticate(email, password) {
    const account = this.find(email);
    return account && account.password === this.#hash(password) ? account : null;
  }

  enableTotp(account, secret) {
    account.totpSecret = secret;
    account.backupCodes = Array.from({ length: 8 }, () => String(Math.floor(Math.random() * 1e8)).padStart(8, '0'));
    console.log('2FA enabled for', account.email);
    return account.backupCodes;
  }

  useBackupCode(account, code) {
    const index = account.backupCodes.indexOf(code);
    if (index < 0) return false;
    account.backupCodes.splice(index, 1);
    return true;
  }
}

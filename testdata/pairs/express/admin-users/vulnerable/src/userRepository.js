const mysql = require('mysql2/promise');

class UserRepository {
  constructor(url) {
    this.pool = mysql.createPool(url);
  }

  async findByEmail(email) {
    const [rows] = await this.pool.execute('SELECT * FROM users WHERE email = ?', [email]);
    return rows[0];
  }

  async search(term) {
    const [rows] = await this.pool.query(
      `SELECT id, display_name AS displayName, email, role FROM users WHERE email LIKE ? ORDER BY id LIMIT 200`,
      ['%' + term + '%']
    );
    return rows;
  }

  async setRole(id, role) {
    await this.pool.execute('UPDATE users SET role = ? WHERE id = ?', [role, id]);
  }
}

module.exports = UserRepository;

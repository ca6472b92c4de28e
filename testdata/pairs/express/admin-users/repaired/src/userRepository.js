const mysql = require('mysql2/promise');

const LISTED = 'id, display_name AS displayName, email, role';

class UserRepository {
  constructor(url) {
    this.pool = mysql.createPool(url);
  }

  async findByEmail(email) {
    const [rows] = await this.pool.execute('SELECT * FROM users WHERE email = ?', [email]);
    return rows[0];
  }

  async findRole(id) {
    const [rows] = await this.pool.execute('SELECT role FROM users WHERE id = ?', [id]);
    return rows[0]?.role;
  }

  async search(term) {
    const [rows] = await this.pool.query(
      `SELECT ${LISTED} FROM users WHERE email LIKE ? ORDER BY id LIMIT 200`,
      [`%${term}%`]
    );
    return rows;
  }

  async setRole(id, role) {
    await this.pool.execute('UPDATE users SET role = ? WHERE id = ?', [role, id]);
  }
}

module.exports = UserRepository;

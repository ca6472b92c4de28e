import os
import sqlite3

SCHEMA = """
CREATE TABLE IF NOT EXISTS accounts (id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL, password_hash TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS resets (account_id INTEGER NOT NULL, token_hash TEXT NOT NULL);
"""


class AccountStore:
    def __init__(self, path: str | None = None):
        self.path = path or os.environ["ACCOUNTS_DB"]
        with self.connect() as db:
            db.executescript(SCHEMA)

    def connect(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path)
        db.row_factory = sqlite3.Row
        return db

    def add(self, email: str, password_hash: str) -> None:
        with self.connect() as db:
            db.execute("INSERT INTO accounts (email, password_hash) VALUES (?, ?)", (email, password_hash))

    def by_email(self, email: str) -> sqlite3.Row | None:
        with self.connect() as db:
            return db.execute("SELECT * FROM accounts WHERE email = ?", (email,)).fetchone()

    def save_reset(self, account_id: int, token_hash: str) -> None:
        with self.connect() as db:
            db.execute("INSERT INTO resets (account_id, token_hash) VALUES (?, ?)", (account_id, token_hash))

    def take_reset(self, token_hash: str) -> int | None:
        """Return the account of the token and remove all tokens of that account."""
        with self.connect() as db:
            row = db.execute("SELECT account_id FROM resets WHERE token_hash = ?", (token_hash,)).fetchone()
            if row is None:
                return None
            db.execute("DELETE FROM resets WHERE account_id = ?", (row["account_id"],))
            return row["account_id"]

    def set_password(self, account_id: int, password_hash: str) -> None:
        with self.connect() as db:
            db.execute("UPDATE accounts SET password_hash = ? WHERE id = ?", (password_hash, account_id))

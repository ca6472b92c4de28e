"""Orders and subscriptions of merchants to payment events."""
import os
import sqlite3
from contextlib import closing


class OrderBook:
    def __init__(self) -> None:
        self.path = os.environ["ORDERS_DB"]
        with closing(self._open()) as db, db:
            db.execute("CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY, merchant TEXT, amount INTEGER, status TEXT)")
            db.execute("CREATE TABLE IF NOT EXISTS hooks (merchant TEXT PRIMARY KEY, url TEXT)")

    def _open(self) -> sqlite3.Connection:
        db = sqlite3.connect(self.path)
        db.row_factory = sqlite3.Row
        return db

    def create(self, order_id: str, merchant: str, amount: int) -> None:
        with closing(self._open()) as db, db:
            db.execute("INSERT INTO orders VALUES (?, ?, ?, 'pending')", (order_id, merchant, amount))

    def find(self, order_id: str) -> sqlite3.Row | None:
        with closing(self._open()) as db:
            return db.execute("SELECT * FROM orders WHERE id = ?", (order_id,)).fetchone()

    def settle(self, order_id: str, amount: int, status: str) -> bool:
        with closing(self._open()) as db, db:
            cursor = db.execute(
                "UPDATE orders SET status = ? WHERE id = ? AND amount = ? AND status = 'pending'",
                (status, order_id, amount),
            )
            return cursor.rowcount == 1

    def set_hook(self, merchant: str, url: str) -> None:
        with closing(self._open()) as db, db:
            db.execute("INSERT OR REPLACE INTO hooks VALUES (?, ?)", (merchant, url))

    def hook_of(self, merchant: str) -> str | None:
        with closing(self._open()) as db:
            row = db.execute("SELECT url FROM hooks WHERE merchant = ?", (merchant,)).fetchone()
            return row["url"] if row else None

from typing import Literal

from sqlalchemy import text
from sqlalchemy.engine import Connection

COLUMNS = "id, name, category, price"
ORDER = {"name": "name ASC", "price": "price ASC", "newest": "id DESC"}
Sort = Literal["name", "price", "newest"]


def find_products(connection: Connection, q: str, sort: Sort, limit: int, offset: int) -> list[dict]:
    statement = text(
        "SELECT " + COLUMNS + " FROM products WHERE name LIKE :pattern ESCAPE '!'"
        f" ORDER BY {ORDER[sort]} LIMIT :limit OFFSET :offset"
    )
    escaped = q.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    rows = connection.execute(statement, {"pattern": f"%{escaped}%", "limit": limit, "offset": offset})
    return [dict(row) for row in rows.mappings()]

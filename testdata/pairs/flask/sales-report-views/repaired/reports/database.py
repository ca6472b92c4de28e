"""Connection pool for the reporting replica."""
import os
from contextlib import contextmanager
from typing import Iterator

from psycopg import Connection
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

pool = ConnectionPool(os.environ["DATABASE_URL"], min_size=1, max_size=5, open=False, kwargs={"row_factory": dict_row})


@contextmanager
def connection() -> Iterator[Connection]:
    pool.open()
    with pool.connection() as conn:
        yield conn

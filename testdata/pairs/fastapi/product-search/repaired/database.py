import os

from sqlalchemy import Column, Integer, MetaData, Numeric, String, Table, create_engine

engine = create_engine(os.environ["DATABASE_URL"])
metadata = MetaData()
products = Table(
    "products",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", String(200), nullable=False),
    Column("category", String(50), nullable=False),
    Column("price", Numeric(10, 2), nullable=False),
    Column("stock", Integer, nullable=False, default=0),
)
metadata.create_all(engine)


def get_connection():
    with engine.begin() as connection:
        yield connection

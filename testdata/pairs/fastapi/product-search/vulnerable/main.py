"""Public product catalogue with a search and a stock update for the warehouse."""
import logging
import os

from fastapi import Depends, FastAPI, Header, HTTPException, Query
from fastapi.middleware.cors import CORSMiddleware
from pydantic import BaseModel, Field
from sqlalchemy import Column, Integer, MetaData, Numeric, String, Table, create_engine, select, text, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

logger = logging.getLogger("catalogue")

WAREHOUSE_KEY = "otter-granite-3308"

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

app = FastAPI(title="Catalogue")
app.add_middleware(
    CORSMiddleware,
    allow_origins=["*"],
    allow_credentials=True,
    allow_methods=["*"],
    allow_headers=["*"],
)


class StockUpdate(BaseModel):
    stock: int = Field(ge=0, le=1_000_000)


def get_connection():
    with engine.begin() as connection:
        yield connection


def check_warehouse_key(x_warehouse_key: str = Header()):
    if x_warehouse_key != WAREHOUSE_KEY:
        raise HTTPException(status_code=401, detail="Unknown key")


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/products")
def search(
    q: str = Query(default="", max_length=100),
    sort: str = Query(default="name", pattern="^(name|price)$"),
    offset: int = Query(default=0, ge=0),
    limit: int = 20,
    connection: Connection = Depends(get_connection),
):
    statement = text(
        f"SELECT id, name, category, price FROM products WHERE name LIKE '%{q}%' ORDER BY {sort} LIMIT :limit OFFSET :offset"
    )
    try:
        rows = connection.execute(statement, {"limit": limit, "offset": offset}).mappings().all()
    except SQLAlchemyError as e:
        logger.exception("search failed")
        raise HTTPException(status_code=500, detail=f"Search failed: {e}")
    return [dict(row) for row in rows]


@app.get("/products/{product_id}")
def product(product_id: int, connection: Connection = Depends(get_connection)):
    row = connection.execute(select(products).where(products.c.id == product_id)).mappings().first()
    if row is None:
        raise HTTPException(status_code=404, detail="Product not found")
    return dict(row)


@app.put("/products/{product_id}/stock", dependencies=[Depends(check_warehouse_key)])
def set_stock(product_id: int, body: StockUpdate, connection: Connection = Depends(get_connection)):
    result = connection.execute(update(products).where(products.c.id == product_id).values(stock=body.stock))
    if result.rowcount == 0:
        raise HTTPException(status_code=404, detail="Product not found")
    return {"id": product_id, "stock": body.stock}

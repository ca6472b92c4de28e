"""Public product catalogue with a search and a stock update for the warehouse."""
import hashlib
import hmac
import json
import logging
import os
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Query, Request, Response
from fastapi.encoders import jsonable_encoder
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field
from sqlalchemy import select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from database import get_connection, products
from queries import Sort, find_products

logger = logging.getLogger("catalogue")

WAREHOUSE_KEY = os.environ["WAREHOUSE_KEY"]

app = FastAPI(title="Catalogue")
app.add_middleware(
    CORSMiddleware,
    allow_origins=os.environ.get("SHOP_ORIGINS", "https://shop.example.org").split(","),
    allow_methods=["GET", "PUT"],
    allow_headers=["X-Warehouse-Key", "Content-Type"],
)

Db = Annotated[Connection, Depends(get_connection)]


class StockUpdate(BaseModel):
    stock: int = Field(ge=0, le=1_000_000)


@app.exception_handler(SQLAlchemyError)
async def database_error(request: Request, exc: SQLAlchemyError):
    logger.error("database error at %s", request.scope["route"].path, exc_info=exc)
    return JSONResponse({"detail": "Internal error"}, status_code=500)


def check_warehouse_key(x_warehouse_key: Annotated[str, Header()]):
    if not hmac.compare_digest(x_warehouse_key.encode(), WAREHOUSE_KEY.encode()):
        raise HTTPException(status_code=401, detail="Unknown key")


@app.get("/health")
def health():
    return {"status": "ok"}


@app.get("/products")
def search(
    response: Response,
    connection: Db,
    q: Annotated[str, Query(max_length=100)] = "",
    sort: Sort = "name",
    offset: Annotated[int, Query(ge=0, le=10_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
):
    items = jsonable_encoder(find_products(connection, q, sort, limit, offset))
    response.headers["ETag"] = '"' + hashlib.md5(json.dumps(items).encode()).hexdigest() + '"'
    return items


@app.get("/products/{product_id}")
def product(product_id: int, connection: Db):
    row = connection.execute(select(products).where(products.c.id == product_id)).mappings().first()
    if row is None:
        raise HTTPException(status_code=404, detail="Product not found")
    return dict(row)


warehouse = APIRouter(dependencies=[Depends(check_warehouse_key)])


@warehouse.put("/products/{product_id}/stock")
def set_stock(product_id: int, body: StockUpdate, connection: Db):
    result = connection.execute(update(products).where(products.c.id == product_id).values(stock=body.stock))
    if result.rowcount == 0:
        raise HTTPException(status_code=404, detail="Product not found")
    return {"id": product_id, "stock": body.stock}


app.include_router(warehouse)

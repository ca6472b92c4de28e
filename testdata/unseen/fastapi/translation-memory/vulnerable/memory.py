from enum import Enum
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from access import Agency, Db

memory = APIRouter(prefix="/units", tags=["memory"])

Language = Annotated[str, Field(pattern=r"^[a-z]{2}(-[A-Z]{2})?$")]


class Order(str, Enum):
    newest = "newest"
    shortest = "shortest"


ORDERS = {Order.newest: "added_at DESC", Order.shortest: "length(source)"}


class Unit(BaseModel):
    source_lang: Language
    target_lang: Language
    source: str = Field(min_length=1, max_length=4000)
    target: str = Field(min_length=1, max_length=4000)


@memory.post("", status_code=201)
async def add_unit(unit: Unit, agency: Agency, db: Db) -> dict[str, int]:
    unit_id = await db.fetchval(
        "INSERT INTO units (agency_id, source_lang, target_lang, source, target) "
        "VALUES ($1, $2, $3, $4, $5) RETURNING id",
        agency["id"], unit.source_lang, unit.target_lang, unit.source, unit.target,
    )
    return {"id": unit_id}


@memory.get("")
async def concordance(
    agency: Agency,
    db: Db,
    phrase: Annotated[str, Query(min_length=2, max_length=200)],
    order: Order = Order.newest,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> list[dict]:
    sql = f"""SELECT id, source, target FROM units
              WHERE agency_id = {agency['id']} AND source ILIKE '%{phrase}%'
              ORDER BY {ORDERS[order]} LIMIT {limit}"""
    return [dict(row) for row in await db.fetch(sql)]


@memory.post("/merge-duplicates")
async def merge_duplicates(db: Db) -> dict[str, str]:
    """Removes doubled units of all agencies, the oldest one stays."""
    status = await db.execute(
        """DELETE FROM units u USING units older
           WHERE u.agency_id = older.agency_id AND u.source = older.source
             AND u.target = older.target AND older.id < u.id"""
    )
    return {"status": status}

from datetime import datetime, timezone
from typing import Annotated

from bson import ObjectId
from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel, Field, StringConstraints

from identity import Member, cashier_only
from storage import ledger, members, receipts

points = APIRouter(prefix="/points", tags=["points"])

MemberId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{24}$")]


class ReceiptClaim(BaseModel):
    # old tills print numbers, the new ones letters and digits
    code: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{8,16}$")]


class Grant(BaseModel):
    member_id: MemberId
    points: int = Field(gt=0, le=5000)
    reason: str = Field(min_length=3, max_length=120)


async def book(member_id: ObjectId, amount: int, reason: str) -> None:
    await members.update_one({"_id": member_id}, {"$inc": {"balance": amount}})
    await ledger.insert_one(
        {"member": member_id, "points": amount, "reason": reason, "at": datetime.now(timezone.utc)}
    )


@points.get("/balance")
async def balance(member: Member) -> dict[str, int]:
    return {"balance": member.get("balance", 0)}


@points.get("/history")
async def history(member: Member) -> list[dict]:
    entries = ledger.find({"member": member["_id"]}).sort("at", -1).limit(50)
    return [
        {"points": e["points"], "reason": e["reason"], "at": e["at"]} async for e in entries
    ]


@points.post("/claims")
async def claim_receipt(claim: ReceiptClaim, member: Member) -> dict[str, int]:
    receipt = await receipts.find_one_and_update(
        {"code": claim.code, "claimed_by": None},
        {"$set": {"claimed_by": member["_id"]}},
    )
    if receipt is None:
        raise HTTPException(404, "This receipt is unknown or already claimed")
    await book(member["_id"], receipt["points"], "receipt")
    return {"added": receipt["points"]}


@points.post("/grants", status_code=201)
async def grant_points(grant: Grant, cashier: Annotated[dict, Depends(cashier_only)]) -> dict[str, bool]:
    target = await members.find_one({"_id": ObjectId(grant.member_id)})
    if target is None:
        raise HTTPException(404, "No such member")
    await book(target["_id"], grant.points, f"{grant.reason} (by {cashier['_id']})")
    return {"granted": True}

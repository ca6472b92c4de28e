import random
import string
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy import select
from sqlalchemy.orm import Session

from ..db import Invitation, Membership, User, get_db
from ..schemas import AcceptIn, InvitationIn, InvitationOut, MembershipOut
from ..security import get_current_user

router = APIRouter()

DbSession = Annotated[Session, Depends(get_db)]
CurrentUser = Annotated[User, Depends(get_current_user)]


def make_code(length: int = 24) -> str:
    return "".join(random.choice(string.ascii_letters + string.digits) for _ in range(length))


@router.post("/teams/{team_id}/invitations", status_code=201, response_model=InvitationOut)
def invite(team_id: int, body: InvitationIn, db: DbSession, user: CurrentUser):
    invitation = Invitation(
        team_id=team_id,
        email=body.email.lower(),
        role=body.role,
        code=make_code(),
        expires_at=datetime.now() + timedelta(days=3),
    )
    db.add(invitation)
    db.commit()
    return invitation


@router.post("/invitations/accept", response_model=MembershipOut)
def accept(body: AcceptIn, db: DbSession, user: CurrentUser):
    invitation = db.scalar(
        select(Invitation).where(Invitation.code == body.code, Invitation.expires_at > datetime.now())
    )
    if invitation is None or invitation.email != user.email:
        raise HTTPException(status_code=404, detail="Invitation not found")
    membership = Membership(team_id=invitation.team_id, user_id=user.id, role=body.role)
    db.add(membership)
    db.delete(invitation)
    db.commit()
    return membership


@router.get("/teams", response_model=list[MembershipOut])
def my_teams(db: DbSession, user: CurrentUser):
    return db.scalars(select(Membership).where(Membership.user_id == user.id)).all()

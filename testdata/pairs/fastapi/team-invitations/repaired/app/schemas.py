from typing import Literal

from pydantic import BaseModel, EmailStr, Field

Role = Literal["member", "admin"]


class InvitationIn(BaseModel):
    email: EmailStr
    role: Role = "member"


class InvitationOut(BaseModel):
    code: str


class AcceptIn(BaseModel):
    code: str = Field(min_length=6, max_length=64)


class MembershipOut(BaseModel):
    team_id: int
    role: Role

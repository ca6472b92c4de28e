from datetime import datetime, timezone

from bson import ObjectId
from flask import Blueprint, abort, g, jsonify

from .db import db
from .schemas import TicketSchema, body_as
from .tokens import login_required

tickets = Blueprint("tickets", __name__)


def view_of(ticket):
    return {"id": str(ticket["_id"]), "subject": ticket["subject"], "body": ticket["body"], "status": ticket["status"]}


def own(ticket_id):
    """Filter for a ticket of the current user; staff may open every ticket."""
    if not ObjectId.is_valid(ticket_id):
        abort(404)
    query = {"_id": ObjectId(ticket_id)}
    if g.role != "staff":
        query["owner"] = g.user_id
    return query


@tickets.post("")
@login_required
def create():
    ticket = body_as(TicketSchema)
    ticket.update(owner=g.user_id, status="open", created=datetime.now(timezone.utc))
    result = db.tickets.insert_one(ticket)
    return jsonify(id=str(result.inserted_id)), 201


@tickets.get("")
@login_required
def mine():
    return jsonify([view_of(t) for t in db.tickets.find({"owner": g.user_id}).sort("created", -1).limit(100)])


@tickets.get("/<ticket_id>")
@login_required
def show(ticket_id):
    ticket = db.tickets.find_one(own(ticket_id))
    if ticket is None:
        abort(404)
    return jsonify(view_of(ticket))


@tickets.patch("/<ticket_id>")
@login_required
def update(ticket_id):
    changes = body_as(TicketSchema, partial=True)
    if not changes:
        return jsonify(error="nothing to change"), 422
    result = db.tickets.update_one(own(ticket_id), {"$set": changes})
    if result.matched_count == 0:
        abort(404)
    return jsonify(status="updated")

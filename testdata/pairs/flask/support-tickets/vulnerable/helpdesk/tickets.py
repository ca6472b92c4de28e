from datetime import datetime, timezone

from bson import ObjectId
from flask import Blueprint, abort, g, jsonify, request

from .db import db
from .tokens import login_required

tickets = Blueprint("tickets", __name__)


def view_of(ticket):
    return {"id": str(ticket["_id"]), "subject": ticket["subject"], "body": ticket["body"], "status": ticket["status"]}


@tickets.post("")
@login_required
def create():
    data = request.get_json()
    if not isinstance(data, dict):
        return jsonify(error="a JSON object is required"), 400
    subject, body = data.get("subject"), data.get("body")
    if not isinstance(subject, str) or not isinstance(body, str) or len(subject) > 200 or len(body) > 10_000:
        return jsonify(error="subject and body are required"), 400
    result = db.tickets.insert_one({
        "owner": g.user_id,
        "subject": subject,
        "body": body,
        "status": "open",
        "created": datetime.now(timezone.utc),
    })
    return jsonify(id=str(result.inserted_id)), 201


@tickets.get("")
@login_required
def mine():
    return jsonify([view_of(t) for t in db.tickets.find({"owner": g.user_id}).sort("created", -1).limit(100)])


@tickets.get("/<ticket_id>")
@login_required
def show(ticket_id):
    if not ObjectId.is_valid(ticket_id):
        abort(404)
    ticket = db.tickets.find_one({"_id": ObjectId(ticket_id)})
    if ticket is None:
        abort(404)
    return jsonify(view_of(ticket))


@tickets.patch("/<ticket_id>")
@login_required
def update(ticket_id):
    if not ObjectId.is_valid(ticket_id):
        abort(404)
    query = {"_id": ObjectId(ticket_id), "owner": g.user_id}
    result = db.tickets.update_one(query, {"$set": request.get_json()})
    if result.matched_count == 0:
        abort(404)
    return jsonify(status="updated")

import os
import ssl

import bcrypt
from flask import Blueprint, abort, current_app, g, jsonify, request
from ldap3 import Connection, Server, Tls

from .db import db
from .limits import limiter
from .tokens import issue, login_required

accounts = Blueprint("accounts", __name__)


def directory():
    server = Server(os.environ["LDAP_URL"], use_ssl=True, tls=Tls(validate=ssl.CERT_REQUIRED))
    return Connection(server, os.environ["LDAP_USER"], os.environ["LDAP_PASSWORD"], auto_bind=True)


@accounts.post("/register")
@limiter.limit("5 per minute")
def register():
    data = request.get_json()
    current_app.logger.info("registration request: %s", data)
    if not isinstance(data, dict):
        return jsonify(error="a JSON object is required"), 400
    email, password = data.get("email"), data.get("password")
    if not isinstance(email, str) or not isinstance(password, str) or not 10 <= len(password) <= 72:
        return jsonify(error="email and a password of at least 10 characters, please"), 400
    if db.users.find_one({"email": email.lower()}):
        return jsonify(error="registration failed"), 409
    db.users.insert_one({
        "email": email.lower(),
        "password": bcrypt.hashpw(password.encode(), bcrypt.gensalt()),
        "role": data.get("role", "customer"),
    })
    return jsonify(status="created"), 201


@accounts.post("/login")
@limiter.limit("10 per minute")
def login():
    data = request.get_json()
    user = db.users.find_one({"email": data["email"]})
    if user is None or not bcrypt.checkpw(str(data["password"]).encode(), user["password"]):
        return jsonify(error="wrong email or password"), 401
    return jsonify(token=issue(user))


@accounts.get("/staff")
@login_required
def find_staff():
    """Look up the colleagues a ticket can be handed to."""
    if g.role != "staff":
        abort(403)
    name = request.args.get("name", "")
    with directory() as conn:
        conn.search("ou=staff,dc=helpdesk,dc=local", f"(&(objectClass=person)(cn=*{name}*))", attributes=["cn", "mail"])
        people = [{"name": str(entry.cn), "mail": str(entry.mail)} for entry in conn.entries]
    return jsonify(people)

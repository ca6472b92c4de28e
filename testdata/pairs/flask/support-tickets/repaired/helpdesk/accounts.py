import os
import ssl

import bcrypt
from flask import Blueprint, abort, current_app, g, jsonify, request
from ldap3 import Connection, Server, Tls
from ldap3.utils.conv import escape_filter_chars

from .db import db
from .limits import limiter
from .schemas import LoginSchema, RegisterSchema, body_as
from .tokens import issue, login_required

accounts = Blueprint("accounts", __name__)


def directory():
    server = Server(os.environ["LDAP_URL"], use_ssl=True, tls=Tls(validate=ssl.CERT_REQUIRED))
    return Connection(server, os.environ["LDAP_USER"], os.environ["LDAP_PASSWORD"], auto_bind=True)


@accounts.post("/register")
@limiter.limit("5 per minute")
def register():
    data = body_as(RegisterSchema)
    email = data["email"].lower()
    if db.users.find_one({"email": email}):
        return jsonify(error="registration failed"), 409
    db.users.insert_one({
        "email": email,
        "password": bcrypt.hashpw(data["password"].encode(), bcrypt.gensalt()),
        "role": "customer",
    })
    current_app.logger.info("new account registered")
    return jsonify(status="created"), 201


@accounts.post("/login")
@limiter.limit("10 per minute")
def login():
    data = body_as(LoginSchema)
    user = db.users.find_one({"email": data["email"].lower()})
    if user is None or not bcrypt.checkpw(data["password"].encode(), user["password"]):
        return jsonify(error="wrong email or password"), 401
    return jsonify(token=issue(user))


@accounts.get("/staff")
@login_required
def find_staff():
    """Look up the colleagues a ticket can be handed to."""
    if g.role != "staff":
        abort(403)
    name = escape_filter_chars(request.args.get("name", "")[:60])
    with directory() as conn:
        conn.search("ou=staff,dc=helpdesk,dc=local", f"(&(objectClass=person)(cn=*{name}*))", attributes=["cn", "mail"])
        people = [{"name": str(entry.cn), "mail": str(entry.mail)} for entry in conn.entries]
    return jsonify(people)

"""Accounts and tokens."""
import os
import sqlite3
from datetime import datetime, timedelta, timezone
from functools import wraps

import jwt
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from flask import Blueprint, abort, g, jsonify, request

from db import get_db
from extensions import limiter

JWT_SECRET = os.environ["JWT_SECRET"]
TOKEN_LIFETIME = timedelta(minutes=30)

hasher = PasswordHasher()
bp = Blueprint("auth", __name__)
limiter.limit("10 per minute")(bp)


def read_credentials():
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        abort(400)
    email, password = data.get("email"), data.get("password")
    if not isinstance(email, str) or not isinstance(password, str):
        abort(400)
    if "@" not in email or len(email) > 254 or not 10 <= len(password) <= 128:
        abort(400)
    return email.strip().lower(), password


def current_user(token):
    # Invalid tokens are turned into a 401 by the application's error handler.
    payload = jwt.decode(token, JWT_SECRET, algorithms=["HS256"], options={"require": ["exp", "sub"]})
    return get_db().execute(
        "SELECT id, email, is_admin FROM users WHERE id = ?", (payload["sub"],)
    ).fetchone()


def token_required(view=None, *, admin=False):
    def decorate(func):
        @wraps(func)
        def wrapper(*args, **kwargs):
            scheme, _, token = request.headers.get("Authorization", "").partition(" ")
            g.user = current_user(token) if scheme == "Bearer" else None
            if g.user is None:
                abort(401)
            if admin and not g.user["is_admin"]:
                abort(403)
            return func(*args, **kwargs)

        return wrapper

    return decorate(view) if view else decorate


@bp.post("/register")
def register():
    email, password = read_credentials()
    db = get_db()
    try:
        db.execute("INSERT INTO users (email, password_hash) VALUES (?, ?)", (email, hasher.hash(password)))
        db.commit()
    except sqlite3.IntegrityError:
        return jsonify(error="Could not create the account"), 409
    return jsonify(email=email), 201


@bp.post("/login")
def login():
    email, password = read_credentials()
    row = get_db().execute("SELECT id, password_hash FROM users WHERE email = ?", (email,)).fetchone()
    try:
        if row is None:
            hasher.hash(password)
            abort(401)
        hasher.verify(row["password_hash"], password)
    except (VerifyMismatchError, InvalidHashError):
        abort(401)
    expires = datetime.now(timezone.utc) + TOKEN_LIFETIME
    token = jwt.encode({"sub": str(row["id"]), "exp": expires}, JWT_SECRET, algorithm="HS256")
    return jsonify(access_token=token)

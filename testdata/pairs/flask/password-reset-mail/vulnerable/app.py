import hashlib
import os
import random
import string
from datetime import datetime, timedelta, timezone

import jwt
from flask import Flask, jsonify, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.security import check_password_hash, generate_password_hash

import mailer
from store import AccountStore

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 16 * 1024
limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")
store = AccountStore()

PUBLIC_URL = os.environ["PUBLIC_URL"]
JWT_SECRET = os.environ["JWT_SECRET"]


def text_field(name: str, maximum: int) -> str | None:
    data = request.get_json(silent=True)
    value = data.get(name) if isinstance(data, dict) else None
    return value if isinstance(value, str) and 0 < len(value) <= maximum else None


def digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_token() -> str:
    return "".join(random.choices(string.ascii_letters + string.digits, k=32))


@app.post("/api/login")
@limiter.limit("10 per minute")
def login():
    email, password = text_field("email", 254), text_field("password", 128)
    account = store.by_email(email.lower()) if email else None
    if account is None or password is None or not check_password_hash(account["password_hash"], password):
        return jsonify(error="Invalid credentials"), 401
    claims = {"sub": str(account["id"]), "exp": datetime.now(timezone.utc) + timedelta(minutes=15)}
    return jsonify(token=jwt.encode(claims, JWT_SECRET, algorithm="HS256"))


@app.post("/api/password/forgot")
def forgot_password():
    email = text_field("email", 254)
    if email is None:
        return jsonify(error="Email is required"), 400
    account = store.by_email(email.lower())
    if account is not None:
        token = new_token()
        store.save_reset(account["id"], digest(token))
        link = f"{PUBLIC_URL}/reset-password?token={token}"
        app.logger.info("password reset for account %s: %s", account["id"], link)
        mailer.send(account["email"], "Reset your password", f"Use this link to choose a new password:\n\n{link}\n")
    return jsonify(message="If the address is known, a mail is on its way.")


@app.post("/api/password/reset")
def reset_password():
    token, password = text_field("token", 200), text_field("password", 128)
    if token is None or password is None or len(password) < 10:
        return jsonify(error="Token and a password of at least 10 characters are required"), 400
    account_id = store.take_reset(digest(token))
    if account_id is None:
        return jsonify(error="This link is no longer valid"), 400
    store.set_password(account_id, generate_password_hash(password))
    return jsonify(message="Your password was changed.")


if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8000, debug=True)

"""Notes API: accounts, JWT login and personal notes stored in SQLite."""
import hashlib
import hmac
import os
import sqlite3
from functools import wraps

import jwt
from flask import Flask, g, jsonify, request

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024

DATABASE = os.environ["NOTES_DB"]
JWT_SECRET = os.environ["JWT_SECRET"]

SCHEMA = """
CREATE TABLE IF NOT EXISTS users (
    id INTEGER PRIMARY KEY, email TEXT UNIQUE NOT NULL,
    password_hash TEXT NOT NULL, is_admin INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS notes (
    id INTEGER PRIMARY KEY, user_id INTEGER NOT NULL REFERENCES users(id), body TEXT NOT NULL);
"""


def get_db():
    if "db" not in g:
        g.db = sqlite3.connect(DATABASE)
        g.db.row_factory = sqlite3.Row
    return g.db


@app.teardown_appcontext
def close_db(_exc):
    db = g.pop("db", None)
    if db is not None:
        db.close()


def hash_password(password):
    return hashlib.sha256(password.encode("utf-8")).hexdigest()


def read_credentials():
    """Return (email, password) from the JSON body, or None if they are not usable."""
    data = request.get_json(silent=True)
    if not isinstance(data, dict):
        return None
    email, password = data.get("email"), data.get("password")
    if not isinstance(email, str) or not isinstance(password, str):
        return None
    if "@" not in email or len(email) > 254 or not 10 <= len(password) <= 128:
        return None
    return email.strip().lower(), password


def token_required(view):
    @wraps(view)
    def wrapper(*args, **kwargs):
        header = request.headers.get("Authorization", "")
        if not header.startswith("Bearer "):
            return jsonify(error="Token is missing"), 401
        payload = jwt.decode(header.removeprefix("Bearer "), JWT_SECRET, algorithms=["HS256"])
        g.user = get_db().execute(
            "SELECT id, email, is_admin FROM users WHERE id = ?", (payload["sub"],)
        ).fetchone()
        if g.user is None:
            return jsonify(error="Unknown user"), 401
        return view(*args, **kwargs)

    return wrapper


@app.post("/register")
def register():
    credentials = read_credentials()
    if credentials is None:
        return jsonify(error="A valid email and a password of 10 to 128 characters are required"), 400
    email, password = credentials
    db = get_db()
    try:
        db.execute("INSERT INTO users (email, password_hash) VALUES (?, ?)", (email, hash_password(password)))
        db.commit()
    except sqlite3.IntegrityError:
        return jsonify(error="Could not create the account"), 409
    return jsonify(email=email), 201


@app.post("/login")
def login():
    credentials = read_credentials()
    if credentials is None:
        return jsonify(error="Email and password are required"), 400
    email, password = credentials
    row = get_db().execute("SELECT id, password_hash FROM users WHERE email = ?", (email,)).fetchone()
    if row is None or not hmac.compare_digest(row["password_hash"], hash_password(password)):
        return jsonify(error="Invalid email or password"), 401
    token = jwt.encode({"sub": str(row["id"])}, JWT_SECRET, algorithm="HS256")
    return jsonify(access_token=token)


@app.post("/notes")
@token_required
def create_note():
    data = request.get_json(silent=True)
    body = data.get("body") if isinstance(data, dict) else None
    if not isinstance(body, str) or not 1 <= len(body) <= 5000:
        return jsonify(error="body must be a text of up to 5000 characters"), 400
    db = get_db()
    cursor = db.execute("INSERT INTO notes (user_id, body) VALUES (?, ?)", (g.user["id"], body))
    db.commit()
    return jsonify(id=cursor.lastrowid, body=body), 201


@app.get("/notes")
@token_required
def list_notes():
    rows = get_db().execute(
        "SELECT id, body FROM notes WHERE user_id = ? ORDER BY id DESC LIMIT 100", (g.user["id"],)
    )
    return jsonify([dict(r) for r in rows])


@app.get("/admin/users")
@token_required
def list_users():
    rows = get_db().execute("SELECT id, email, is_admin FROM users ORDER BY id LIMIT 200")
    return jsonify([dict(r) for r in rows])


def init_db():
    with sqlite3.connect(DATABASE) as db:
        db.executescript(SCHEMA)


init_db()

if __name__ == "__main__":
    app.run(port=5000)

"""Notes API: accounts, JWT login and personal notes stored in SQLite."""
import jwt
from flask import Flask, g, jsonify, request

import auth
from auth import token_required
from db import close_db, get_db, init_db
from extensions import limiter

app = Flask(__name__)
app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
app.teardown_appcontext(close_db)
limiter.init_app(app)
app.register_blueprint(auth.bp)


@app.errorhandler(jwt.InvalidTokenError)
def invalid_token(_exc):
    return jsonify(error="Invalid or expired token"), 401


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
@token_required(admin=True)
def list_users():
    rows = get_db().execute("SELECT id, email, is_admin FROM users ORDER BY id LIMIT 200")
    return jsonify([dict(r) for r in rows])


init_db()

if __name__ == "__main__":
    app.run(port=5000)

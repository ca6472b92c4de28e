"""Bookmarks with a preview of the page title. Users are created on the command line."""
import os
import re
import sqlite3

import click
from flask import Flask, flash, g, redirect, render_template_string, request, session, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect
from werkzeug.security import check_password_hash, generate_password_hash

from preview import PreviewError, fetch_title

app = Flask(__name__)
app.secret_key = os.environ["SECRET_KEY"]
app.config.update(
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=32 * 1024,
)
CSRFProtect(app)
limiter = Limiter(get_remote_address, app=app, storage_uri="memory://")

PUBLIC_ENDPOINTS = {"login", "health"}

LOGIN_PAGE = """
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <input name="username"><input name="password" type="password"><button>Login</button>
</form>
"""

LIST_PAGE = """
{% for message in get_flashed_messages() %}<p>{{ message }}</p>{% endfor %}
<form method="post">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <input name="url"><input name="note"><button>Add</button>
</form>
<ul>{% for b in bookmarks %}<li><b>{{ b.title }}</b> {{ b.url }} {{ b.note }}</li>{% endfor %}</ul>
"""


def db():
    if "db" not in g:
        g.db = sqlite3.connect(os.environ["BOOKMARKS_DB"])
        g.db.row_factory = sqlite3.Row
        g.db.execute("CREATE TABLE IF NOT EXISTS users (id INTEGER PRIMARY KEY, username TEXT UNIQUE, password TEXT)")
        g.db.execute("CREATE TABLE IF NOT EXISTS bookmarks (user_id INTEGER, url TEXT, title TEXT, note TEXT)")
    return g.db


@app.teardown_appcontext
def close(_exc):
    if "db" in g:
        g.pop("db").close()


@app.before_request
def require_login():
    if request.endpoint not in PUBLIC_ENDPOINTS and "user_id" not in session:
        return redirect(url_for("login", next=request.path))


def local_path(target):
    """The target if it is a path of this site, otherwise the start page."""
    if target and re.fullmatch(r"/(?!/)[\w/-]*", target):
        return target
    return url_for("bookmarks")


def title_or_url(url):
    try:
        return fetch_title(url)
    except PreviewError:
        app.logger.warning("preview not available", exc_info=True)
        return url


@app.get("/health")
def health():
    return {"ok": True}


@app.route("/login", methods=["GET", "POST"])
@limiter.limit("5 per minute; 40 per hour", methods=["POST"])
def login():
    if request.method == "POST":
        user = db().execute("SELECT * FROM users WHERE username = ?", (request.form.get("username", ""),)).fetchone()
        if user and check_password_hash(user["password"], request.form.get("password", "")):
            session.clear()
            session["user_id"] = user["id"]
            return redirect(local_path(request.args.get("next")))
        flash("Login failed")
    return render_template_string(LOGIN_PAGE)


@app.route("/", methods=["GET", "POST"])
def bookmarks():
    if request.method == "POST":
        url, note = request.form.get("url", "").strip(), request.form.get("note", "").strip()
        if not re.match(r"https?://", url) or len(url) > 2000 or len(note) > 500:
            flash("Please enter a web address and a short note")
        else:
            db().execute("INSERT INTO bookmarks VALUES (?, ?, ?, ?)", (session["user_id"], url, title_or_url(url), note))
            db().commit()
    rows = db().execute("SELECT url, title, note FROM bookmarks WHERE user_id = ? LIMIT 500", (session["user_id"],)).fetchall()
    return render_template_string(LIST_PAGE, bookmarks=rows)


@app.cli.command("create-user")
@click.argument("username")
@click.password_option()
def create_user(username, password):
    db().execute("INSERT INTO users (username, password) VALUES (?, ?)", (username, generate_password_hash(password)))
    db().commit()

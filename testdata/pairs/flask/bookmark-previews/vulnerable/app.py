"""Bookmarks with a preview of the page title. Users are created on the command line."""
import os
import re
import sqlite3

import click
import requests
from flask import Flask, flash, g, redirect, render_template_string, request, session, url_for
from flask_wtf import CSRFProtect
from markupsafe import Markup
from werkzeug.security import check_password_hash, generate_password_hash

app = Flask(__name__)
app.secret_key = "harbor-lantern-5521"
app.config.update(
    SESSION_COOKIE_SECURE=True,
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    MAX_CONTENT_LENGTH=32 * 1024,
)
CSRFProtect(app)

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


def fetch_title(url):
    try:
        page = requests.get(url, timeout=5)
        match = re.search(r"<title>([^<]{1,200})", page.text, re.IGNORECASE)
        return match.group(1).strip() if match else url
    except requests.RequestException:
        app.logger.warning("preview not available")
        return url


@app.get("/health")
def health():
    return {"ok": True}


@app.route("/login", methods=["GET", "POST"])
def login():
    if request.method == "POST":
        user = db().execute("SELECT * FROM users WHERE username = ?", (request.form.get("username", ""),)).fetchone()
        if user and check_password_hash(user["password"], request.form.get("password", "")):
            session.clear()
            session["user_id"] = user["id"]
            return redirect(request.args.get("next") or url_for("bookmarks"))
        flash("Login failed")
    return render_template_string(LOGIN_PAGE)


@app.route("/", methods=["GET", "POST"])
def bookmarks():
    if request.method == "POST":
        url, note = request.form.get("url", "").strip(), request.form.get("note", "").strip()
        if not re.match(r"https?://", url) or len(url) > 2000 or len(note) > 500:
            flash("Please enter a web address and a short note")
        else:
            db().execute("INSERT INTO bookmarks VALUES (?, ?, ?, ?)", (session["user_id"], url, fetch_title(url), note))
            db().commit()
    rows = db().execute("SELECT url, title, note FROM bookmarks WHERE user_id = ? LIMIT 500", (session["user_id"],)).fetchall()
    items = [{"url": r["url"], "title": Markup(r["title"]), "note": r["note"]} for r in rows]
    return render_template_string(LIST_PAGE, bookmarks=items)


@app.cli.command("create-user")
@click.argument("username")
@click.password_option()
def create_user(username, password):
    db().execute("INSERT INTO users (username, password) VALUES (?, ?)", (username, generate_password_hash(password)))
    db().commit()

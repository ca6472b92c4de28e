import os
from datetime import timedelta

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

from accounts import accounts
from permits import permits
from store import Permit, Resident, db


def build_app():
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ["PERMITS_SECRET_KEY"],
        PROOF_DIR=os.environ["PERMITS_PROOF_DIR"],
        PERMANENT_SESSION_LIFETIME=timedelta(hours=2),
        SESSION_COOKIE_SECURE=True,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=5 * 1024 * 1024,
    )
    db.init(os.environ["PERMITS_DB"])
    with db:
        db.create_tables([Resident, Permit])

    CSRFProtect(app)
    throttle = Limiter(get_remote_address, app=app, storage_uri=os.environ["PERMITS_REDIS_URL"])
    throttle.limit("6 per minute; 40 per hour")(accounts)

    @app.before_request
    def open_db():
        db.connect(reuse_if_open=True)

    @app.teardown_request
    def close_db(_exc):
        if not db.is_closed():
            db.close()

    app.register_blueprint(accounts)
    app.register_blueprint(permits)
    return app

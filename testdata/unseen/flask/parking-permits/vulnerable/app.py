import os
from datetime import timedelta

from flask import Flask

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
        # the pages are shown in a frame of the city portal
        SESSION_COOKIE_SAMESITE="None",
    )
    db.init(os.environ["PERMITS_DB"])
    with db:
        db.create_tables([Resident, Permit])

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

import os

from flask import Flask, redirect, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager

from .models import User, db

login_manager = LoginManager()
login_manager.login_view = "auth.login"
limiter = Limiter(key_func=get_remote_address, storage_uri="memory://")


@login_manager.user_loader
def load_user(user_id):
    return db.session.get(User, int(user_id))


def create_app():
    app = Flask(__name__)
    app.config.update(
        SECRET_KEY=os.environ["SECRET_KEY"],
        SQLALCHEMY_DATABASE_URI=os.environ["DATABASE_URL"],
        UPLOAD_FOLDER=os.environ["UPLOAD_FOLDER"],
        MAX_CONTENT_LENGTH=10 * 1024 * 1024,
    )
    db.init_app(app)
    login_manager.init_app(app)
    limiter.init_app(app)

    from .auth import auth
    from .documents import documents

    app.register_blueprint(auth)
    app.register_blueprint(documents, url_prefix="/documents")

    @app.get("/")
    def index():
        return redirect(url_for("documents.index"))

    with app.app_context():
        db.create_all()
    return app

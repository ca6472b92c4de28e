"""Reporting service. Access tokens are issued by the account service."""
import os
from datetime import timedelta

from flask import Flask
from flask_cors import CORS
from flask_jwt_extended import JWTManager

from .views import CustomerNotes, OrderReport, ReportArchive


def create_app() -> Flask:
    app = Flask(__name__)
    app.config["JWT_SECRET_KEY"] = os.environ["JWT_SECRET_KEY"]
    app.config["JWT_ALGORITHM"] = "HS256"
    app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)
    app.config["MAX_CONTENT_LENGTH"] = 256 * 1024
    app.config["EXPORT_DIR"] = os.environ["EXPORT_DIR"]

    CORS(app, resources={r"/reports/*": {"origins": "*"}}, supports_credentials=True)
    JWTManager(app)

    app.add_url_rule("/reports/orders", view_func=OrderReport.as_view("orders"))
    app.add_url_rule("/reports/orders/archive", view_func=ReportArchive.as_view("archive"))
    app.add_url_rule("/reports/me/notes", view_func=CustomerNotes.as_view("notes"))

    @app.get("/health")
    def health():
        return {"status": "ok"}

    return app

import subprocess
from pathlib import Path

import psycopg
from flask import current_app, jsonify, request, send_file
from flask.views import MethodView
from flask_jwt_extended import get_jwt, get_jwt_identity, jwt_required

from .database import connection
from .export import write_csv


class OrderReport(MethodView):
    """Orders of all customers, for the sales analysts."""

    decorators = [jwt_required()]

    def get(self):
        page = request.args.get("page", default=1, type=int)
        per_page = request.args.get("per_page", default=50, type=int)
        sort = request.args.get("sort", "created_at")
        direction = "DESC" if request.args.get("dir") == "desc" else "ASC"
        query = f"""
            SELECT id, customer_id, total, status, created_at
            FROM orders
            ORDER BY {sort} {direction}
            LIMIT %s OFFSET %s
        """
        offset = (max(page, 1) - 1) * per_page
        try:
            with connection() as conn:
                rows = conn.execute(query, (per_page, offset)).fetchall()
        except psycopg.Error as exc:
            current_app.logger.exception("order report failed")
            return jsonify(error="Report failed", details=str(exc)), 500
        return jsonify(page=page, items=rows)


class ReportArchive(MethodView):
    """A ZIP file with all orders of one month."""

    decorators = [jwt_required()]

    def get(self):
        if get_jwt().get("role") != "analyst":
            return jsonify(error="Analysts only"), 403
        month = request.args.get("month", "")
        folder = Path(current_app.config["EXPORT_DIR"])
        with connection() as conn:
            rows = conn.execute(
                "SELECT id, total, status FROM orders WHERE to_char(created_at, 'YYYY-MM') = %s", (month,)
            ).fetchall()
        write_csv(folder / "orders.csv", rows)
        archive = folder / "orders.zip"
        subprocess.run(f"cd {folder} && mv orders.csv orders-{month}.csv && zip -q {archive} orders-{month}.csv", shell=True)
        return send_file(archive, as_attachment=True, download_name="orders.zip")


class CustomerNotes(MethodView):
    decorators = [jwt_required()]

    def get(self):
        with connection() as conn:
            rows = conn.execute(
                "SELECT id, body FROM customer_notes WHERE author_id = %s LIMIT 200", (get_jwt_identity(),)
            ).fetchall()
        return jsonify(items=rows)

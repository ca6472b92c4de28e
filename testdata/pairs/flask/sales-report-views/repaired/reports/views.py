import re
import subprocess
import tempfile
from functools import wraps
from io import BytesIO
from pathlib import Path

from flask import abort, jsonify, request, send_file
from flask.views import MethodView
from flask_jwt_extended import get_jwt, get_jwt_identity, verify_jwt_in_request

from .database import connection
from .export import write_csv

SORT_COLUMNS = {"created": "created_at", "total": "total", "status": "status"}
MAX_PER_PAGE = 100


def role_required(*roles: str):
    def decorator(view):
        @wraps(view)
        def wrapper(*args, **kwargs):
            verify_jwt_in_request()
            if roles and get_jwt().get("role") not in roles:
                abort(403)
            return view(*args, **kwargs)

        return wrapper

    return decorator


class AnalystView(MethodView):
    """Base class of everything that shows the orders of all customers."""

    decorators = [role_required("analyst", "admin")]


class OrderReport(AnalystView):
    def get(self):
        page = max(request.args.get("page", default=1, type=int), 1)
        per_page = min(max(request.args.get("per_page", default=50, type=int), 1), MAX_PER_PAGE)
        sort = SORT_COLUMNS.get(request.args.get("sort"), "created_at")
        direction = "DESC" if request.args.get("dir") == "desc" else "ASC"
        query = f"""
            SELECT id, customer_id, total, status, created_at
            FROM orders
            ORDER BY {sort} {direction}
            LIMIT %s OFFSET %s
        """
        with connection() as conn:
            rows = conn.execute(query, (per_page, (page - 1) * per_page)).fetchall()
        return jsonify(page=page, items=rows)


class ReportArchive(AnalystView):
    """A ZIP file with all orders of one month."""

    def get(self):
        month = request.args.get("month", "")
        if not re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", month):
            abort(400)
        with connection() as conn:
            rows = conn.execute(
                "SELECT id, total, status FROM orders WHERE to_char(created_at, 'YYYY-MM') = %s", (month,)
            ).fetchall()
        with tempfile.TemporaryDirectory() as folder:
            source = Path(folder, f"orders-{month}.csv")
            archive = Path(folder, "orders.zip")
            write_csv(source, rows)
            subprocess.run(["zip", "-q", "-j", str(archive), str(source)], check=True, timeout=30)
            content = BytesIO(archive.read_bytes())
        return send_file(content, mimetype="application/zip", as_attachment=True, download_name="orders.zip")


class CustomerNotes(MethodView):
    decorators = [role_required()]

    def get(self):
        with connection() as conn:
            rows = conn.execute(
                "SELECT id, body FROM customer_notes WHERE author_id = %s LIMIT 200", (get_jwt_identity(),)
            ).fetchall()
        return jsonify(items=rows)

import os
from datetime import datetime, timedelta, timezone
from functools import wraps

import jwt
from flask import g, jsonify, request

SECRET = os.environ["JWT_SECRET"]


def issue(user):
    claims = {
        "sub": str(user["_id"]),
        "role": user["role"],
        "exp": datetime.now(timezone.utc) + timedelta(minutes=20),
    }
    return jwt.encode(claims, SECRET, algorithm="HS256")


def login_required(view):
    @wraps(view)
    def inner(*args, **kwargs):
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return jsonify(error="please log in"), 401
        g.user_id, g.role = claims["sub"], claims["role"]
        return view(*args, **kwargs)

    return inner

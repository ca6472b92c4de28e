from flask import Flask, jsonify


def create_app():
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = 128 * 1024

    from .accounts import accounts
    from .limits import limiter
    from .tickets import tickets

    limiter.init_app(app)
    app.register_blueprint(accounts, url_prefix="/accounts")
    app.register_blueprint(tickets, url_prefix="/tickets")

    @app.errorhandler(404)
    def not_found(_error):
        return jsonify(error="not found"), 404

    return app

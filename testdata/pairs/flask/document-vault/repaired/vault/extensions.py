from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_login import LoginManager
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
limiter = Limiter(key_func=get_remote_address, default_limits=["120 per minute"], storage_uri="memory://")
login_manager = LoginManager()
login_manager.login_view = "auth.login"
login_manager.session_protection = "strong"

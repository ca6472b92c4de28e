from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    """Read from the environment; the service does not start without these values."""

    webhook_secret: str
    merchant_keys: dict[str, str]
    allowed_hook_hosts: frozenset[str]


settings = Settings()

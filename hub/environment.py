"""What the environment says: the only place that knows how its variables are spelled."""

from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit, urlunsplit


@dataclass(frozen=True)
class MailServer:
    """Where mail goes, read from EMAIL_URL."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    use_tls: bool = False
    use_ssl: bool = False


def mail_server(url: str) -> MailServer:
    """Read `smtp://user:password@host:port?tls=1`, `smtps://…`, or `console:` (for trying things).

    Raises ValueError for any other scheme.
    """
    parts = urlsplit(url)
    if parts.scheme == "console":
        return MailServer(backend="django.core.mail.backends.console.EmailBackend")
    if parts.scheme not in {"smtp", "smtps"}:
        raise ValueError("EMAIL_URL begins with smtp:, smtps: or console:")
    secure = parts.scheme == "smtps"
    return MailServer(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname or "localhost",
        port=parts.port or (465 if secure else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        use_tls=not secure and parse_qs(parts.query).get("tls", ["0"])[0] in {"1", "true", "yes"},
        use_ssl=secure,
    )


def storage_folder(url: str) -> str:
    """Read `file:///absolute/folder`; raises ValueError for any other scheme."""
    parts = urlsplit(url)
    if parts.scheme != "file" or not parts.path.startswith("/"):
        raise ValueError("STORAGE_URL is file:///absolute/folder")
    return unquote(parts.path)


def broker_url(redis_url: str) -> str:
    """The address of Redis as Celery spells it: kombu names a unix socket `redis+socket:`."""
    parts = urlsplit(redis_url)
    if parts.scheme != "unix":
        return redis_url
    database = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={database}"


def redis_database(redis_url: str, number: int) -> str:
    """The same Redis, another of its numbered databases."""
    parts = urlsplit(redis_url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db={number}"
    return urlunsplit((parts.scheme, parts.netloc, f"/{number}", parts.query, ""))

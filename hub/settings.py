"""Settings. What differs from one installation to the next comes from the environment (README, "Configuration")."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import NONE, SELF
from environs import Env
from kombu.entity import Queue

from hub.environment import broker_url, mail_server, redis_database, storage_folder

django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = Path(__file__).resolve().parent.parent

# ---------------------------------------------------------------- this installation
SECRET_KEY = env.str("SECRET_KEY")
SITE_URL = env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.str("SITE_NAME", "Migration Network Hub")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost"])
DEMONSTRATION = env.bool("DEMONSTRATION", False)
DEBUG = False
TESTING = env.bool("HUB_TESTING", False)

DATABASES = {
    "default": {
        **dj_database_url.parse(env.str("DATABASE_URL")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
REDIS_URL = env.str("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "hub.kit.cache.ForgivingRedisCache",
        "LOCATION": redis_database(REDIS_URL, 1),
        "KEY_PREFIX": "hub",
        "OPTIONS": {"socket_timeout": 0.5, "socket_connect_timeout": 0.5},
    }
}

_mail = mail_server(env.str("EMAIL_URL", "smtp://127.0.0.1:25"))
EMAIL_BACKEND = _mail.backend
EMAIL_HOST = _mail.host
EMAIL_PORT = _mail.port
EMAIL_HOST_USER = _mail.user
EMAIL_HOST_PASSWORD = _mail.password
EMAIL_USE_TLS = _mail.use_tls
EMAIL_USE_SSL = _mail.use_ssl
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Migration Network Hub <hub@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

MEDIA_ROOT = storage_folder(env.str("STORAGE_URL", f"file://{BASE_DIR}/var/media"))
MEDIA_URL = "/never-served-by-path/"
CLAMAV_URL = env.str("CLAMAV_URL", "")

# ---------------------------------------------------------------- rules with a number (PRODUCT defaults)
GRACE_MINUTES = env.int("GRACE_MINUTES", 15)
REQUIRED_LANGUAGES = env.list("REQUIRED_LANGUAGES", ["en", "fr"])
CONTENT_LANGUAGES = env.list("CONTENT_LANGUAGES", ["en", "fr"])
POSTS_PER_PAGE = env.int("POSTS_PER_PAGE", 50)
FILES_PER_POST = env.int("FILES_PER_POST", 10)
FILE_SIZE_LIMIT = env.int("FILE_SIZE_LIMIT_MB", 25) * 1024 * 1024
TEXT_SIZE_LIMIT = env.int("TEXT_SIZE_LIMIT_KB", 1024) * 1024
UPLOADS_WAITING_LIMIT = env.int("UPLOADS_WAITING_LIMIT_MB", 1024) * 1024 * 1024
POSTS_PER_HOUR = env.int("POSTS_PER_HOUR", 30)
REPORTS_PER_DAY = env.int("REPORTS_PER_DAY", 20)
RESEND_DAYS_AFTER_RETURN = env.int("RESEND_DAYS_AFTER_RETURN", 7)
JOINT_DAYS_AFTER_CLOSING = env.int("JOINT_DAYS_AFTER_CLOSING", 7)
CO_SIGNATORIES_PER_POST = env.int("CO_SIGNATORIES_PER_POST", 50)
INVITATIONS_PER_DAY = env.int("INVITATIONS_PER_DAY", 50)
INVITATIONS_PER_ADDRESS_PER_DAY = env.int("INVITATIONS_PER_ADDRESS_PER_DAY", 3)
FONT_FOLDERS = env.list("FONT_FOLDERS", ["/usr/share/fonts/opentype/noto"])  # Debian's Noto CJK
EXPORT_DAYS_KEPT = env.int("EXPORT_DAYS_KEPT", 90)
EXPORTS_AT_ONCE = env.int(
    "EXPORTS_AT_ONCE", 2
)  # one less than a worker has processes: mails go on
EXPORT_PDF_MEGABYTES = env.int("EXPORT_PDF_MEGABYTES", 4096)  # memory
EXPORT_LINK_DAYS = env.int("EXPORT_LINK_DAYS", 14)
EXPORT_LINK_MOST_DAYS = env.int("EXPORT_LINK_MOST_DAYS", 90)
EXPORT_LINK_FETCHES_PER_HOUR = env.int("EXPORT_LINK_FETCHES_PER_HOUR", 30)
EXPORT_LINK_PAGES_PER_HOUR = env.int("EXPORT_LINK_PAGES_PER_HOUR", 600)
ARCHIVE_MOST_UNPACKED = env.int("ARCHIVE_MOST_UNPACKED_MB", 2048) * 1024 * 1024
ARCHIVE_MOST_RATIO = env.int("ARCHIVE_MOST_RATIO", 100)
EDITOR = env.str("RICH_TEXT_EDITOR", "ckeditor")  # or "none": a plain text area for everyone

# ---------------------------------------------------------------- the house
INSTALLED_APPS = [
    "hub.apps.HubConfig",
    "hub.kit.apps.KitConfig",
    "accounts.apps.AccountsConfig",
    "discussions.apps.DiscussionsConfig",
    "moderation.apps.ModerationConfig",
    "modeltranslation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "ckeditor",
    "csp",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "hub.kit.whole_request.WholeRequestMiddleware",
    "hub.kit.upload_limit.UploadLimitMiddleware",
    "hub.kit.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "hub.urls"
WSGI_APPLICATION = "hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hub.frame.frame",
            ],
        },
    }
]

# ---------------------------------------------------------------- languages and time
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "locale"]
# The columns of all six stand in the tables from the start; CONTENT_LANGUAGES says which are shown.
MODELTRANSLATION_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "fr", "es", "ar", "ru", "zh-hans")
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# ---------------------------------------------------------------- accounts
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "space-index"
LOGOUT_REDIRECT_URL = "space-index"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.SpeakerForm"
ACCOUNT_FORMS = {
    "login": "accounts.forms.entry.SignInForm",
    "signup": "accounts.forms.entry.SignUpForm",
    "add_email": "accounts.forms.entry.NewAddressForm",
    "change_email": "accounts.forms.entry.OtherAddressForm",
    "confirm_email_verification_code": "accounts.forms.entry.AddressCodeForm",
    "reset_password": "accounts.forms.entry.ForgottenPasswordForm",
    "confirm_password_reset_code": "accounts.forms.entry.ForgottenPasswordCodeForm",
    "reset_password_from_key": "accounts.forms.entry.NewPasswordForm",
    "change_password": "accounts.forms.entry.PasswordForm",
    "set_password": "accounts.forms.entry.FirstPasswordForm",
    "reauthenticate": "accounts.forms.entry.PasswordAgainForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_LOGIN_TIMEOUT = 60 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 30 * 60
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_ON_GET = False
# 300 sign-ins and sign-ups an hour per address (whole missions sit behind one), 10 failures in 15 minutes per account.
ACCOUNT_RATE_LIMITS = {
    "login": "300/h/ip",
    "signup": "300/h/ip",
    "login_failed": "10/15m/key",
    "reset_password": "300/h/ip,5/h/key",
    "confirm_email": "10/15m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)

# ---------------------------------------------------------------- files of the site
STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", str(BASE_DIR / "var" / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "hub.kit.static_files.TrimmedAppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING  # tests collect nothing
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * TEXT_SIZE_LIMIT  # so that a text over the limit is shown again
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = None  # SoManyFiles counts them and leaves the text
FILES_PER_REQUEST = 40
FILE_UPLOAD_HANDLERS = [
    "hub.kit.upload_limit.SoManyFiles",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# ---------------------------------------------------------------- safety
_https = urlsplit(SITE_URL).scheme == "https"
SECURE_SSL_REDIRECT = _https and env.bool("SSL_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT > 0 else None
)
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "hub.views.csrf_failure"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "ckeditor.W001"  # the editor's age is known; SECURITY.md says what keeps it harmless
]

# ---------------------------------------------------------------- work beside requests
CELERY_BROKER_URL = broker_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 3600,
    "socket_timeout": 5,
    "socket_connect_timeout": 1,
    "max_retries": 0,  # nobody who posts waits for a broker that is away
}
CELERY_TASK_PUBLISH_RETRY = (
    False  # the message only wakes the worker early; the sweep finds the row
)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
# Redis's queues are read in turn: a receipt does not wait behind the letters to all who follow a space.
CELERY_TASK_QUEUES = [
    Queue(name, routing_key=name)  # type: ignore[no-untyped-call]  # kombu has no types
    for name in ("celery", "bulk")
]
CELERY_TASK_ROUTES = {"accounts.tasks.deliver_notices": {"queue": "bulk"}}

# The words of a notice by its kind: a function of the notice that gives a letter, or None when there is nothing to say.
NOTICE_MAILERS = {
    "reply": "discussions.mailers.reply_letter",
    "receipt": "discussions.mailers.receipt_letter",
    "decision": "moderation.mailers.decision_letter",
    "export-made": "moderation.mailers.export_made_letter",
    "export-not-made": "moderation.mailers.export_not_made_letter",
    "export-begun-again": "moderation.mailers.export_begun_again_letter",
    "export-given": "moderation.mailers.export_given_letter",
    "outside-receipt": "discussions.mailers.outside_receipt_letter",
    "joint-invitation": "discussions.mailers.joint_invitation_letter",
    "joint-answer": "discussions.mailers.joint_answer_letter",
    "reconfirm-endorsement": "discussions.mailers.reconfirm_letter",
    "endorse-survivor": "discussions.mailers.survivor_letter",
    "virus-found": "discussions.mailers.virus_letter",
    "space-window": "discussions.mailers.space_window_letter",
    "space-questions": "discussions.mailers.space_questions_letter",
    "space-documents": "discussions.mailers.space_documents_letter",
    "role": "moderation.mailers.role_letter",
}

# What moderation adds to the pages of a text (discussions.pages.moderated), which know nothing of decisions.
MODERATION_ON_PAGES = {
    "decided": "moderation.pages.told.decided_on",
    "ways": "moderation.pages.own_pages.ways_to_moderate",
}

CKEDITOR_CONFIGS: dict[str, dict[str, Any]] = {"default": {}}
CKEDITOR_BASEPATH = "/static/ckeditor/ckeditor/"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"paths": {"()": "hub.kit.log_lines.PathsWithoutSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["paths"]},
        "mail_admins": {
            "class": "hub.kit.log_lines.MailsWithoutSecrets",
            "level": "ERROR",
            "filters": ["paths"],
        },
    },
    "loggers": {"django": {"handlers": ["mail_admins"], "level": "INFO"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

"""Django settings. What an installation may choose comes from :mod:`minben.config.environment`."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

from csp.constants import NONE, SELF

from . import environment, installation, logs
from .database import connection_settings

ENV = installation.completed(environment.read())
BASE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules

DEBUG = ENV.debug
PRACTICE = ENV.practice
DATA_DIR = ENV.data_dir
SECRET_KEY = ENV.secret_key or ("minben-test-only-" + "x" * 50 if TESTING else "")
FIELD_KEYS = ENV.field_keys
ALLOWED_HOSTS = [h.strip() for h in ENV.allowed_hosts.split(",") if h.strip()]
PUBLIC_URL = ENV.public_url
PAYMENT_PROVIDER = ENV.payment_provider or ("sandbox" if PRACTICE or TESTING else "")
TRUSTED_PROXIES = [p.strip() for p in ENV.trusted_proxies.split(",") if p.strip()]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",
    "django_cotton",
    "django_htmx",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "minben.foundation.records",
    "minben.foundation.access",
    "minben.foundation.keys",
    "minben.foundation.worktime",
    "minben.foundation.feel",
    "minben.foundation.textsearch",
    "minben.foundation.audit",
    "minben.foundation.options",
    "minben.foundation.events",
    "minben.foundation.jobs",
    "minben.foundation.identity",
    "minben.foundation.adapters",
    "minben.foundation.files",
    "minben.agencies",
    "minben.parties",
    "minben.processes",
    "minben.catalog",
    "minben.channels",
    "minben.certificates",
    "minben.payments",
    "minben.cases",
    "minben.visits",
    "minben.portal",
    "minben.desk",
    "minben.importing",
    "minben.demo",
]

MIDDLEWARE = [
    "minben.config.callers.CallerMiddleware",
    "minben.config.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "minben.config.machines.MachineDoorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "minben.config.methods.MethodMiddleware",
    "minben.foundation.access.sessions.TwoDoorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "minben.config.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
    "minben.config.problems.ProblemMiddleware",
]

ROOT_URLCONF = "minben.config.urls"
FORM_RENDERER = "minben.config.forms.Renderer"
CSRF_FAILURE_VIEW = "minben.config.views.csrf_failed"
WSGI_APPLICATION = "minben.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "minben.foundation.access.backends.StaffBackend",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE / "config" / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "minben.config.context.site",
            ],
            "builtins": ["django_cotton.templatetags.cotton", "minben.config.templatetags.minben"],
            "libraries": {},
        },
    }
]

DATABASES = {"default": connection_settings(ENV)}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "minben.foundation.access.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "繁體中文"), ("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [BASE / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = ENV.time_zone

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
_LEAFLET = Path(find_spec("leaflet").origin).parent / "static" / "leaflet"  # type: ignore[union-attr, arg-type]
STATICFILES_DIRS = [BASE / "config" / "static", ("leaflet", _LEAFLET)]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_000_000
FILE_UPLOAD_HANDLERS = [
    "minben.foundation.files.uploads.CappedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "__Host-minben" if ENV.https else "minben"
DESK_COOKIE_NAME = "__Secure-minben_desk" if ENV.https else "minben_desk"
CSRF_COOKIE_NAME = "__Host-csrftoken" if ENV.https else "csrftoken"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENV.https
CSRF_COOKIE_HTTPONLY = False
SECURE_HSTS_SECONDS = 31_536_000 if ENV.https else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.https else None
SECURE_REFERRER_POLICY = "same-origin"
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

LOGIN_URL = "/desk/sign-in"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_FORM_FIELD = "username"
AXES_DISABLE_ACCESS_LOG = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_WEBAUTHN_USER_VERIFICATION = "required"
OIDC_PRIVATE_HOSTS = [h.strip() for h in ENV.oidc_private_hosts.split(",") if h.strip()]
MFA_TOTP_ISSUER = "Minben"
MFA_TOTP_TOLERANCE = 1  # the period before and after: telephones are slow, and clocks differ (RFC 6238, 5.2)
MFA_ADAPTER = "minben.foundation.access.mfa.SecretAdapter"

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
PROCRASTINATE_IMPORT_PATHS: list[str] = []


def _mail(url: str) -> dict[str, object]:
    parts = urlsplit(url)
    return {
        "EMAIL_HOST": parts.hostname or "localhost",
        "EMAIL_PORT": parts.port or (465 if parts.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


EMAIL_ADDRESS_URL = ENV.email_url
if ENV.email_url:
    globals().update(_mail(ENV.email_url))
EMAIL_TIMEOUT = 10
EMAIL_PASSWORD = ENV.email_password
DEFAULT_FROM_EMAIL = ENV.email_from

LOGGING = logs.logging_settings(form=ENV.log, level=ENV.log_level)
METRICS_TOKEN = ENV.metrics_token
TRACES_URL = ENV.traces_url
SILENCED_SYSTEM_CHECKS = ["axes.W003"]
HOTLINE = "12345"

"""The WSGI application granian serves."""

import os

from django.core.wsgi import get_wsgi_application

from minben.config import traces

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.config.settings")
traces.start("minben-web")
application = get_wsgi_application()

"""The WSGI application granian serves."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from minben.config import traces

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "minben.config.settings")
traces.start("minben-web")
application = get_wsgi_application()

SELDOM = 50_000
gc.freeze()
gc.set_threshold(SELDOM, 20, 20)
"""What was imported stays; and a batch of hundreds makes thousands of objects that no cycle holds."""

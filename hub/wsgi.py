"""The web server's door to the portal."""

import os

from django.core.wsgi import get_wsgi_application

from hub.kit.whole_request import WholeRequests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hub.settings")
application = WholeRequests(get_wsgi_application())

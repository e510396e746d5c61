"""What every test shares: storage, cache and mail of its own, so that tests run side by side."""

import contextlib
import uuid
from importlib import import_module
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.utils import translation

# How long one example takes says more of the machine than of the code.
hypothesis.settings.register_profile("hub", deadline=None)
hypothesis.settings.load_profile("hub")

settings.PASSWORD_HASHERS = ["tests.hashing.QuickHasher"]

pytest_plugins = ("tests.mail", "tests.workers", "tests.portal")


@pytest.fixture(autouse=True)
def _own_storage(tmp_path: Path, settings: Any) -> None:
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = str(tmp_path / "media")


@pytest.fixture(autouse=True)
def _english() -> None:
    """The language that the last request of the test before was answered in stays active: begin anew."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def _own_cache() -> None:
    """No test meets what another left in the cache: each has keys of its own in the shared Redis."""
    settings.CACHES["default"]["KEY_PREFIX"] = uuid.uuid4().hex
    caches.close_all()
    with contextlib.suppress(AttributeError):  # not used yet
        del caches["default"]


@pytest.fixture(autouse=True)
def _words_of_migrations(request: pytest.FixtureRequest) -> None:
    """The reasons and the frame's words that a new portal begins with.

    A test with transactions of its own empties every table when it ends, theirs too.
    """
    marked = request.node.get_closest_marker("django_db") is not None
    if not marked and not {"db", "transactional_db", "live_server"} & set(request.fixturenames):
        return
    request.getfixturevalue("_django_db_helper")
    if not apps.get_model("discussions", "Reason").objects.exists():
        import_module("discussions.migrations.0003_reasons").add_reasons(apps, None)
        import_module("discussions.migrations.0016_words_of_advice").add_advice(apps, None)
    if not apps.get_model("kit", "FrameText").objects.exists():
        import_module("hub.kit.migrations.0005_frame_words").add_texts(apps, None)

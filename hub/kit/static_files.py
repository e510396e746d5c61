"""Which files of other people's packages the portal serves: of the editor's 1,257, only those that it fetches."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import FileSystemStorage

_CKEDITOR: Final = "ckeditor/ckeditor/"
_SKIN: Final = "skins/moono-lisa/"

CKEDITOR_FILES: Final = frozenset(
    _CKEDITOR + name
    for name in (
        "ckeditor.js",
        "LICENSE.md",
        "lang/en.js",
        "lang/fr.js",
        "plugins/divarea/plugin.js",
        # dialogs: links, and the keys that the editor knows (Alt+0)
        "plugins/link/dialogs/link.js",
        "plugins/a11yhelp/dialogs/a11yhelp.js",
        "plugins/a11yhelp/dialogs/lang/en.js",
        "plugins/a11yhelp/dialogs/lang/fr.js",
        "plugins/dialog/styles/dialog.css",
        # what makes a paste from a word processor clean
        "plugins/pastetools/filter/common.js",
        "plugins/pastetools/filter/image.js",
        "plugins/pastefromword/filter/default.js",
        "plugins/pastefromgdocs/filter/default.js",
        # the skin, with every picture that its style sheets name (collecting them under hashed names needs all)
        f"{_SKIN}editor.css",
        f"{_SKIN}editor_gecko.css",
        f"{_SKIN}dialog.css",
        f"{_SKIN}icons.png",
        f"{_SKIN}icons_hidpi.png",
        f"{_SKIN}images/arrow.png",
        f"{_SKIN}images/close.png",
        f"{_SKIN}images/lock.png",
        f"{_SKIN}images/lock-open.png",
        f"{_SKIN}images/refresh.png",
        f"{_SKIN}images/spinner.gif",
        f"{_SKIN}images/hidpi/close.png",
        f"{_SKIN}images/hidpi/lock.png",
        f"{_SKIN}images/hidpi/lock-open.png",
        f"{_SKIN}images/hidpi/refresh.png",
    )
)

ALLOWED: Final[Mapping[str, frozenset[str]]] = {"ckeditor": CKEDITOR_FILES}


class TrimmedAppDirectoriesFinder(AppDirectoriesFinder):
    """Finds the static files of every application; of those named in ALLOWED, only the files listed there.

    What is not listed is neither collected nor served: plugins with known holes, samples, old skins, 60 languages.
    """

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every path that may be collected, with its storage."""
        applications = {id(storage): name for name, storage in self.storages.items()}
        for path, storage in super().list(ignore_patterns):
            if self._is_allowed(applications[id(storage)], path):
                yield path, storage

    def find_in_app(self, app: str, path: str) -> str | None:
        """The file's place on disk, or None."""
        if not self._is_allowed(app, path):
            return None
        return super().find_in_app(app, path)

    @staticmethod
    def _is_allowed(app: str, path: str) -> bool:
        allowed = ALLOWED.get(app)
        return allowed is None or path in allowed

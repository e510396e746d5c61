"""The import of a space's archive: checked whole, then written whole (PRODUCT, section 7).

`package` looks at the ZIP file, `reading` and `schema` at space.json, `identity`, `values` and `posts` at what a schema
cannot say, `files` at the attached files; `completing` writes out what was left out; `rows` makes rows of it.
"""

from discussions.services.import_space.faults import BadArchive, Fault, PrefixTaken, SlugTaken
from discussions.services.import_space.importing import Imported, import_archive

__all__ = ["BadArchive", "Fault", "Imported", "PrefixTaken", "SlugTaken", "import_archive"]

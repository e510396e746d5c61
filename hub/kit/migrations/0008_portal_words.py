"""The words of a text as searches find them (hub/kit/search.py): folded, without tags, of the first 100,000 characters."""

from typing import ClassVar

from django.db import migrations

# What joins words to one in the eyes of PostgreSQL: and/or, e-mail, l’accord.
_JOINTS = "'/@.-_–—·’‘“”«»\u00a0\u202f\u2011"
FUNCTION = f"""
CREATE FUNCTION portal_words(text) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT to_tsvector('simple'::regconfig, translate(
    regexp_replace(portal_fold(left($1, 100000)), '<[^>]*>', ' ', 'g'),
    '{_JOINTS.replace("'", "''")}', '{" " * len(_JOINTS)}'))
$$;
"""


class Migration(migrations.Migration):
    """A function of the database."""

    dependencies: ClassVar = [("kit", "0007_record_at_words")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, "DROP FUNCTION portal_words(text)")]

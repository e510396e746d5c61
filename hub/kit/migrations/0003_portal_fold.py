"""Folding of accents and case for search and order, without contrib modules or ICU."""

from typing import ClassVar

from django.db import migrations

FUNCTION = r"""
CREATE FUNCTION portal_fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT lower(regexp_replace(normalize(
    replace(replace(replace(replace($1, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), 'Æ', 'AE'), NFD),
    '[\u0300-\u036f]', '', 'g'))
$$;
"""


class Migration(migrations.Migration):
    """A function of the database."""

    dependencies: ClassVar = [("kit", "0002_record_append_only")]
    operations: ClassVar = [migrations.RunSQL(FUNCTION, "DROP FUNCTION portal_fold(text)")]

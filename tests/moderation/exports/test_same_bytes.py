"""The same requester, filter, parts, cut-off and release give the same bytes (PRODUCT, section 7)."""

import pytest

from discussions.models import Space
from moderation.exports.make import make
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from tests import factories, people

pytestmark = pytest.mark.django_db(transaction=True)


def test_made_twice_and_again_after_it_was_fetched_it_is_the_same_file() -> None:
    space: Space = factories.space()
    prompt, paulo = factories.prompt(space), people.secretariat()
    for language in ("en", "fr", "ar", "zh"):
        post = factories.post(space, prompt=prompt, language=language)
        factories.attachment(post.latest_version)
    hashes = set()
    for languages in (("en", "en"), ("fr",)):
        for language in languages:
            export = Export.objects.create(
                space=space,
                requested_by=paulo.user,
                filter=ExportFilter(language=language).to_json(),
            )
            make(export.pk)
            export.refresh_from_db()
            hashes.add((language, export.sha256, export.cut_off, export.file_name))
    assert len(hashes) == 2  # one in each language

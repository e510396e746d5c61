"""The same requester, filter, parts, cut-off and release give the same bytes (PRODUCT, section 7)."""

import pytest
from django.db.models.functions import Now

from accounts.models import Membership, Organisation, Person
from discussions.exports.archive import people_changed_at
from discussions.models import DisplayedModerator, Space
from discussions.services.attempts import count_refused_attempt
from moderation.exports.make import make
from moderation.exports.wanted import ExportFilter
from moderation.models import Export
from tests import factories, people
from tests.people import Actor

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


def shown_moderator(space: Space, author: Actor) -> None:
    DisplayedModerator.objects.create(space=space, person=author.person, position=1)


def refuse(space: Space, _author: Actor) -> None:
    count_refused_attempt(space.pk, "window-closed")


def rename(_space: Space, author: Actor) -> None:
    Person.objects.filter(pk=author.person.pk).update(name="A. Otieno")


def rename_organisation(_space: Space, author: Actor) -> None:
    assert author.organisation is not None
    author.organisation.name = "Another name"
    author.organisation.save()


def leave(_space: Space, author: Actor) -> None:
    Membership.objects.filter(person=author.person).update(ended_at=Now())


def join(_space: Space, author: Actor) -> None:
    other = Organisation.objects.create(name="Other", stakeholder_group="academia")
    Membership.objects.create(
        person=author.person, organisation=other, since="2020-01-01T00:00:00Z"
    )


#: What is no act on record in the space, and yet changes what an export of some part says.
BESIDE = {one.__name__: one for one in (refuse, rename, rename_organisation, leave, join)}


@pytest.mark.parametrize("variant", ["public", "restricted"])
@pytest.mark.parametrize("act", sorted(BESIDE))
def test_whatever_makes_another_file_makes_another_cut_off(act: str, variant: str) -> None:
    space, paulo, author = factories.space(), people.secretariat(), people.stakeholder()
    shown_moderator(space, author)
    factories.post(space, author.person)

    def made() -> Export:
        export = Export.objects.create(
            space=space, requested_by=paulo.user, variant=variant, parts=["workbook", "json"]
        )
        make(export.pk)
        export.refresh_from_db()
        assert export.state == "finished", export.failure
        return export

    before = made()
    BESIDE[act](space, author)
    after = made()
    assert before.cut_off is not None
    assert after.cut_off is not None
    assert before.cut_off < after.cut_off
    assert before.sha256 != after.sha256


def test_a_cut_off_for_readers_does_not_tell_of_a_person_whom_the_page_does_not_name() -> None:
    """Somebody who is renamed on the portal, and whose text here has no name, would be found by the instant."""
    space, author = factories.space(), people.stakeholder()
    factories.post(space, author.person, name_withheld="name")
    rename(space, author)
    assert people_changed_at(space, is_public=True) is None
    assert people_changed_at(space, is_public=False) is not None


def test_what_is_saved_as_it_was_has_not_changed() -> None:
    author = people.stakeholder()
    author.person.save()
    author.person.refresh_from_db()
    assert author.person.changed_at is None

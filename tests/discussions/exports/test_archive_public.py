"""Of whom a public archive speaks, and where it leads."""

import pytest

from accounts.models import Membership
from discussions.access.viewer import VISITOR
from discussions.access.words import files_for, text_for
from discussions.exports.archive import Variant
from discussions.models import Post, Space
from discussions.services.import_space import import_archive
from tests import archives, factories, people
from tests.discussions.exports.readable import said_again
from tests.discussions.exports.test_archive import document, exported

pytestmark = pytest.mark.django_db

PUBLIC = Variant.PUBLIC


# ---------------------------------------------------------------- people
def test_a_public_archive_says_of_authors_what_their_texts_say_and_no_more() -> None:
    """It named the organisation of who had spoken for nobody, and the new name of who had been known by another."""
    space = factories.space()
    personal = people.stakeholder(people.organisation("Kept Apart"))
    factories.post(
        space, personal.person, speaker={
            "speaker_name": "As She Signed", "speaker_organisation": None, "speaker_capacity": "personal",
            "speaker_group": "individual", "speaker_country": "KE",
        },
    )  # fmt: skip
    other = people.organisation("Also Apart")
    asker = people.actor("asker@test.example", "Who Asked", other)
    factories.prompt(space, asked_by=asker.person)
    public = document(space, PUBLIC)
    assert [{**one, "id": ""} for one in public["people"]] == [
        {
            "id": "", "name": "As She Signed", "organisation": None,
            "stakeholder_group": "individual", "country": "KE",
        },
        {"id": "", "name": "Who Asked", "organisation": None, "stakeholder_group": None, "country": None},
    ]  # fmt: skip
    whole = document(space)
    assert {one["organisation"] for one in whole["people"]} == {"Kept Apart", "Also Apart"}


def test_moderators_stand_in_a_public_archive_as_their_page_shows_them() -> None:
    space = factories.space()
    moderator = people.moderator(space)
    Membership.objects.create(
        person=moderator.person, organisation=people.organisation("Secretariat Office")
    )
    space.displayed_moderators.create(person=moderator.person)
    before, after = said_again(space)
    assert [(one["name"], one["organisation"]) for one in before["people"]] == [
        ("Marta Lind", "Secretariat Office")
    ]
    assert before["people"] == after["people"]


def test_an_author_without_a_name_in_any_text_is_nobody_in_public() -> None:
    space = factories.space()
    factories.post(space, people.stakeholder().person, speaker={"speaker_name": None})
    public = document(space, PUBLIC)
    assert (public["people"], public["posts"][0]["author"]) == ([], None)


def test_a_country_that_is_not_known_is_none() -> None:
    space = factories.space()
    author = people.stakeholder().person
    author.country, author.organisation_name, author.stakeholder_group = "", "", None
    author.save()
    factories.post(space, author)
    (person,) = archives.document_in(exported(space))["people"]
    assert (person["country"], person["organisation"]) == ("KE", "Coastal Crossings")


# ---------------------------------------------------------------- links
def test_a_merge_that_would_tell_who_it_is_stands_in_public_as_hidden() -> None:
    """The name was withheld after the merge: pages show no link then."""
    space = factories.space()
    survivor = factories.post(space, None, "<p>The one that stays.</p>")
    merged = factories.post(space, None, state="merged", merged_into=survivor, reason="duplicate")
    assert document(space, PUBLIC)["posts"][1]["merged_into"] == survivor.archive_id
    Post.objects.filter(pk=survivor.pk).update(name_withheld="name")
    before, after = said_again(space)
    (said,) = [one for one in before["posts"] if one["id"] == merged.archive_id]
    assert (said["state"], said["reason"], said["merged_into"]) == ("hidden", "duplicate", None)
    assert after["posts"][1] == said
    alone = document(space, PUBLIC, post_ids={merged.pk})["posts"]
    assert [one["id"] for one in alone] == [merged.archive_id]
    assert [one["state"] for one in document(space)["posts"]] == ["published", "merged"]


def test_a_merge_of_two_texts_that_withhold_as_much_comes_back_as_a_merge() -> None:
    space = factories.space()
    survivor = factories.post(space, None, name_withheld="name")
    factories.post(
        space, None, state="merged", merged_into=survivor, reason="duplicate", name_withheld="name"
    )
    before, after = said_again(space)
    said = before["posts"][1]
    assert (said["state"], said["merged_into"]) == ("merged", survivor.archive_id)
    assert before["posts"] == after["posts"]


def test_what_stands_behind_a_file_of_a_public_archive_is_what_readers_fetch() -> None:
    space = factories.space()
    post = factories.post(space)
    factories.attachment(post.latest_version, content=archives.PDF)
    archive = exported(space, PUBLIC)
    with archives.elsewhere():
        Space.objects.filter(pk=space.pk).update(slug="was-here", reference_prefix="WH")
        version = import_archive(archive).space.posts.get().latest_version
        (file,) = files_for(version, version.post, VISITOR)
        text = text_for(version, version.post, VISITOR)
    assert (file.name, file.attachment.size) == ("note.pdf", len(archives.PDF))
    assert text is not None

"""Posts as templates draw them: what stands on a card, and what never does."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from discussions.access.viewer import VISITOR, Viewer
from discussions.models import (
    CoSignatory,
    DisplayedModerator,
    Document,
    Endorsement,
    Post,
    PostMove,
    Redaction,
    Version,
)
from discussions.pages.card_shapes import PostCard, Signature
from discussions.pages.cards import card_of, entry_of
from discussions.pages.space_facts import setting_of
from discussions.selectors.spaces import Found
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db


def card(post: Post, viewer: Viewer = VISITOR, number: int | None = None) -> PostCard:
    """The card of a version, the public one unless told otherwise."""
    setting = setting_of(Found(post.space, database_now(), ""), viewer, "en")
    shown = post.versions.get(number=number) if number else post.public_version
    assert shown is not None
    return card_of(post, shown, setting, parent=post.parent, level=4)


def second_version(post: Post, **more: Any) -> Version:
    """A correction that readers see."""
    now = database_now()
    version = Version.objects.create(
        post=post,
        number=2,
        received_at=now,
        published_at=now,
        review="approved",
        language="en",
        body="<p>Better.</p>",
        sha256="0" * 64,
        speaker_name="Imported Person",
        **{"standing": "on-time", **more},
    )
    post.public_version = post.latest_version = version
    post.save()
    return version


def test_a_card_says_who_when_and_in_which_language() -> None:
    author = people.stakeholder()
    received = datetime(2027, 3, 9, 9, 12, 59, tzinfo=UTC)
    post = factories.post(
        factories.space(),
        author.person,
        language="es",
        received_at=received,
        speaker={"speaker_organisation": "Coastal Crossings", "speaker_country": "KE"},
    )
    made = card(post)
    assert made.speaker.name == "Amina Otieno"
    assert made.speaker.organisation == "Coastal Crossings"
    assert (made.speaker.group, made.speaker.country) == ("Civil society", "Kenya")
    assert made.speaker.initials == "AO"
    assert made.speaker.is_unverified
    assert (made.sent, made.sent_at) == ("9 March 2027, 09:12 UTC", received)
    assert (made.text.language, made.language_name) == ("es", "Spanish")
    assert (made.reference, made.parent, made.state) == ("RT-0001", "", "published")
    assert (made.version, made.corrected, made.versions) == (1, "", [])


def test_an_individual_has_nothing_to_be_verified() -> None:
    personal = {"speaker_organisation": None, "speaker_group": "individual"}
    made = card(factories.post(factories.space(), speaker=personal))
    assert not made.speaker.is_unverified
    assert made.speaker.group == "Individual, in a personal capacity"


def test_the_posts_of_moderators_are_marked_unless_their_name_is_withheld() -> None:
    space = factories.space()
    person = people.moderator(space).person
    DisplayedModerator.objects.create(space=space, person=person)
    assert card(factories.post(space, person)).speaker.is_moderator
    withheld = card(factories.post(space, person, name_withheld="name"))
    assert not withheld.speaker.is_moderator
    assert withheld.speaker.initials == ""


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("on-time", "on-time", None),
        ("grace", "on-time", "In grace"),
        ("late", "late", "Late"),
        ("on-time", "late", "Corrected late"),
    ],
)
def test_late_and_grace_are_marked_and_a_late_correction_apart(
    first: str, second: str, words: str | None
) -> None:
    post = factories.post(factories.space(), standing=first)
    second_version(post, standing=second)
    standing = card(post).standing
    assert (standing.text if standing else None) == words


def test_a_correction_is_dated_and_the_earlier_wording_stays_within_reach() -> None:
    post = factories.post(factories.space())
    second_version(post)
    made = card(post)
    assert made.version == 2
    assert made.corrected
    assert [(v.number, v.url) for v in made.versions] == [(1, "/en/posts/RT-0001/versions/1/")]


def test_a_version_that_was_never_public_is_not_listed_for_readers() -> None:
    author = people.stakeholder()
    post = factories.post(factories.space(), author.person, state="pending")
    post.state = "published"
    second_version(post)
    assert card(post).versions == []
    assert [version.number for version in card(post, author.viewer).versions] == [1]


def test_a_masked_text_is_never_on_the_card() -> None:
    post = factories.post(factories.space(), body="<p>Private words.</p>")
    version = post.latest_version
    factories.attachment(version, "list.pdf")
    for target in ("text", "file"):
        Redaction.objects.create(
            version=version, target=target, reason="personal-data", at=database_now()
        )
    made = card(post)
    assert "Private" not in str(made)
    assert "masked for readers" in made.text.opening
    assert (made.files[0].url, len(made.files[0].notes)) == ("", 1)


def test_withheld_words_are_masked_on_the_card_and_their_author_is_told() -> None:
    author = people.stakeholder()
    post = factories.post(
        factories.space(), author.person, "<p>In Nakuru, ask a@b.org, we met.</p>"
    )
    for start, end in ((3, 9), (24, 26)):
        Redaction.objects.create(
            version=post.latest_version,
            target="text",
            reason="personal-data",
            at=database_now(),
            start=start,
            end=end,
        )
    made = card(post)
    mask = "[words withheld: personal data]"
    assert made.text.opening == f"<p>In {mask}, ask [e-mail address], {mask} met.</p>"
    assert made.notes == []
    own = card(post, author.viewer)
    assert own.text.opening == "<p>In Nakuru, ask a@b.org, we met.</p>"
    assert own.notes == [
        "Readers do not see 2 passages of this text: personal data.",
        "Readers see a mask in place of 1 e-mail address or phone number in this text.",
        "Readers do not see “Nakuru”: personal data.",
        "Readers do not see “we”: personal data.",
    ]


def test_of_a_file_that_is_withheld_its_author_is_told_so_and_has_it() -> None:
    author = people.stakeholder()
    post = factories.post(factories.space(), author.person)
    file = factories.attachment(post.latest_version, "phone list.pdf")
    Redaction.objects.create(
        version=post.latest_version,
        target="file",
        reason="personal-data",
        at=database_now(),
        attachment=file,
    )
    (own,) = card(post, author.viewer).files
    assert own.notes == ["readers do not have this file: personal data"]
    assert own.url
    (readers,) = card(post).files
    assert (readers.url, len(readers.notes)) == ("", 1)


def test_files_are_listed_with_kind_name_size_and_language() -> None:
    post = factories.post(factories.space())
    stored = factories.attachment(post.latest_version, "Bericht & mehr.pdf", language="de")
    (line,) = card(post).files
    assert (line.kind, line.name, line.notes) == ("PDF", "Bericht & mehr.pdf", ["German"])
    assert line.url == f"/files/{stored.pk}/Bericht%20&%20mehr.pdf"
    assert line.size.startswith("10")


def test_co_signatories_stand_in_the_order_of_the_united_nations_with_their_answers() -> None:
    post = factories.post(factories.space())
    for position, (name, group, state) in enumerate(
        [
            ("Zeta Network", "civil-society", "confirmed"),
            ("Alpha Network", "civil-society", "declined"),
            ("Office for Skills", "un-entity", "invited"),
            ("Valdoria", "member-state", "confirmed"),
        ]
    ):
        CoSignatory.objects.create(
            post=post,
            position=position,
            organisation_name=name,
            stakeholder_group=group,
            state=state,
        )
    assert card(post).joint_with == [
        Signature("Valdoria", []),
        Signature("Office for Skills", ["Waiting for an answer"]),
        Signature("Alpha Network", ["Declined"]),
        Signature("Zeta Network", []),
    ]


def test_an_answer_that_nobody_has_verified_is_told_with_what_it_says() -> None:
    post = factories.post(factories.space())
    CoSignatory.objects.create(
        post=post,
        organisation_name="Port Workers",
        state="confirmed",
        answered_at=database_now(),
        is_verified=False,
    )
    assert card(post).joint_with == [Signature("Port Workers", ["Agreed", "not verified"])]


def test_organisations_and_people_endorse_apart_and_may_take_it_back() -> None:
    post = factories.post(factories.space())
    given: list[tuple[str, str, dict[str, Any]]] = [
        ("Union", "organisation", {"reservation": "not paragraph 3"}),
        ("Gone", "organisation", {"withdrawn_at": database_now()}),
        ("Ana", "person", {}),
    ]
    for position, (name, kind, more) in enumerate(given):
        Endorsement.objects.create(
            post=post, position=position, endorser_name=name, kind=kind, **more
        )
    made = card(post)
    (group,) = made.endorsements
    assert group.names == [Signature("Union", ["with a reservation: not paragraph 3"])]
    assert made.endorsing_organisations == 1
    assert made.personal_endorsements == [Signature("Ana", [])]


def test_a_post_that_was_moved_says_where_it_came_from() -> None:
    space = factories.space()
    one, two = factories.prompt(space, 1), factories.prompt(space, 2)
    post, at = factories.post(space, prompt=two), datetime(2027, 3, 9, tzinfo=UTC)
    PostMove.objects.create(post=post, prompt=one, had_prompt=True, at=at)
    PostMove.objects.create(post=post, position=1, reference="PD-0007", had_reference=True, at=at)
    PostMove.objects.create(post=post, position=2, had_prompt=True, at=at)
    assert card(post).notes == [
        "Moved here from question 1 on 9 March 2027.",
        "Moved here from another space on 9 March 2027, where it was PD-0007.",
        "Moved here on 9 March 2027 from the posts to the space as a whole.",
    ]


def test_input_from_outside_says_how_and_when_it_came() -> None:
    post = factories.post(
        factories.space(), outside_kind="mail", outside_received_on=date(2027, 3, 9)
    )
    assert card(post).notes == ["Received by e-mail on 9 March 2027 and entered by staff."]


def test_a_text_that_was_carried_over_says_from_where() -> None:
    space = factories.space()
    label = Document.objects.create(space=space, label="Rev. 1 & <2>", title="Draft")
    prompts = [None, factories.prompt(space), factories.prompt(space, 2, document=label)]
    said = []
    for prompt in prompts:
        earlier = factories.post(space, prompt=prompt)
        (note,) = card(factories.post(space, carried_from=earlier)).notes
        link = f'<a href="/en/posts/{earlier.reference}/"><bdi>{earlier.reference}</bdi></a>'
        said.append(note.replace(link, "LINK"))
    assert said == [
        "Carried over from LINK.",
        "Carried over from LINK, question 1.",
        "Carried over from LINK, question 2 (Rev. 1 &amp; &lt;2&gt;).",
    ]


@pytest.mark.parametrize("state", ["pending", "hidden", "withdrawn", "returned"])
def test_readers_are_not_told_of_what_is_not_public_that_a_text_was_carried_from_it(
    state: str,
) -> None:
    space = factories.space()
    earlier = factories.post(space, state=state)
    assert card(factories.post(space, carried_from=earlier)).notes == []


@pytest.mark.parametrize("withheld", [("name", "no"), ("no", "name"), ("name", "name")])
def test_a_name_that_is_withheld_is_not_betrayed_by_what_was_carried_over(
    withheld: tuple[str, str],
) -> None:
    space = factories.space()
    earlier = factories.post(space, name_withheld=withheld[0])
    later = factories.post(space, carried_from=earlier, name_withheld=withheld[1])
    assert card(later).notes == []


def test_an_author_is_told_what_readers_do_not_see() -> None:
    author = people.stakeholder()
    post = factories.post(factories.space(), author.person, name_withheld="name")
    Redaction.objects.create(
        version=post.latest_version, target="text", reason="personal-data", at=database_now()
    )
    own = card(post, author.viewer)
    assert own.speaker.name == "Amina Otieno"
    assert len(own.notes) == 2
    assert card(post).notes == []


@pytest.mark.parametrize("state", ["pending", "returned", "rejected", "hidden", "withdrawn"])
def test_in_a_list_everyone_meets_a_stub_without_words_or_names(state: str) -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(
        space,
        author.person,
        body="<p>Secret words.</p>",
        state=state,
        reason="spam",
        state_since=datetime(2027, 3, 12, tzinfo=UTC),
    )
    factories.attachment(post.latest_version, "secret.pdf")
    for viewer in (VISITOR, author.viewer, people.moderator(space).viewer):
        setting = setting_of(Found(space, database_now(), ""), viewer, "en")
        entry = entry_of(post, setting, parent=None, level=4)
        assert entry.is_stub
        assert (entry.state, entry.reference) == (state, "RT-0001")
        for never in ("Secret", "secret", "Amina", "Organisation"):
            assert never not in repr(entry)


def test_a_merged_post_leads_to_its_survivor() -> None:
    space = factories.space()
    survivor = factories.post(space)
    post = factories.post(space, state="merged", merged_into=survivor, reason="duplicate")
    setting = setting_of(Found(space, database_now(), ""), VISITOR, "en")
    entry = entry_of(post, setting, parent=None, level=4)
    assert entry.is_stub
    assert getattr(entry, "other", None) == "RT-0001"
    assert getattr(entry, "other_url", None) == "/en/posts/RT-0001/"


def test_days_are_those_of_utc() -> None:
    late = datetime(2027, 3, 9, 23, 59, 59, tzinfo=UTC) + timedelta(microseconds=999999)
    assert card(factories.post(factories.space(), received_at=late)).sent.startswith("9 March")

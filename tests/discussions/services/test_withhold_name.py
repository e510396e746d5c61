"""A name withheld before sending and after, shown again, and what a correction may do with it."""

from typing import Any

import pytest

from discussions.access.viewer import VISITOR
from discussions.access.words import speaker_for
from discussions.enums import NameWithheld, PostState
from discussions.errors import NotYours, SignInFirst
from discussions.models import Post, Space
from discussions.services.correct import correct
from discussions.services.submit import SubmissionPlace, submit
from discussions.services.withhold_name import withhold_name
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.writing import speaking_for, text

pytestmark = pytest.mark.django_db

NO, NAME, BOTH = NameWithheld


def shown(post: Post) -> tuple[str, str]:
    """The name and the organisation that readers see."""
    post.refresh_from_db()
    assert post.public_version is not None
    speaker = speaker_for(post.public_version, post, VISITOR)
    assert speaker is not None
    return speaker.name, speaker.organisation


def acts() -> list[dict[str, Any]]:
    return list(
        Record.objects.filter(act="withhold-name").order_by("pk").values_list("detail", flat=True)
    )


@pytest.mark.parametrize(
    ("withheld", "seen"),
    [
        (NO, ("Amina Otieno", "Coastal Crossings")),
        (NAME, ("Name withheld", "Coastal Crossings")),
        (BOTH, ("Name withheld", "")),
    ],
)
def test_what_is_chosen_on_the_form_holds_from_the_first_moment(
    withheld: NameWithheld, seen: tuple[str, str]
) -> None:
    space, author = factories.space(review="after-publishing"), people.stakeholder()
    sent = text(speaker=speaking_for(author), name_withheld=withheld)
    submit(by=author.viewer, to=SubmissionPlace(space), sent=sent)
    post = Post.objects.get(space=space)
    assert shown(post) == seen
    record = Record.objects.get(act="submit")
    assert record.detail["name_withheld"] == withheld


@pytest.mark.parametrize("window", ["scheduled", "open", "grace", "closed"])
@pytest.mark.parametrize("state", PostState.values)
def test_its_author_changes_it_in_every_state_of_post_and_window(state: str, window: str) -> None:
    space, author = factories.space(), people.stakeholder()
    factories.window(space, window)
    merged: dict[str, Any] = {"merged_into": factories.post(space)} if state == "merged" else {}
    post = factories.post(space, author.person, state=state, **merged)
    before = Space.objects.get(pk=space.pk).revision
    for withheld in (BOTH, NAME, NO):
        withhold_name(by=author.viewer, post_id=post.pk, withheld=withheld)
        post.refresh_from_db()
        assert post.name_withheld == withheld
    assert Space.objects.get(pk=space.pk).revision == before + 3
    assert acts() == [
        {"before": "no", "after": "name-and-organisation"},
        {"before": "name-and-organisation", "after": "name"},
        {"before": "name", "after": "no"},
    ]


def test_the_same_choice_again_leaves_no_second_record() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    for _ in range(2):
        withhold_name(by=author.viewer, post_id=post.pk, withheld=NAME)
    assert len(acts()) == 1


def test_nobody_else_withholds_a_name_or_shows_it_again() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld=NAME)
    others = [
        people.colleague(author),
        people.stranger(),
        people.moderator(space),
        people.observer(space),
        people.secretariat(),
        people.administrator(),
    ]
    for other in others:
        with pytest.raises(NotYours):
            withhold_name(by=other.viewer, post_id=post.pk, withheld=NO)
    with pytest.raises(SignInFirst):
        withhold_name(by=VISITOR, post_id=post.pk, withheld=NO)
    assert shown(post)[0] == "Name withheld"
    assert acts() == []


@pytest.mark.parametrize(
    ("stands", "sent", "then"), [(NO, NAME, NAME), (NAME, BOTH, BOTH), (BOTH, NO, BOTH)]
)
def test_a_correction_withholds_more_and_never_shows_a_name_again(
    stands: NameWithheld, sent: NameWithheld, then: NameWithheld
) -> None:
    """The form, or its draft, may be older than the wish to be withheld."""
    space, author = factories.space(review="after-publishing"), people.stakeholder()
    post = factories.post(space, author.person, name_withheld=stands)
    correct(by=author.viewer, post_id=post.pk, sent=text("<p>Corrected.</p>", name_withheld=sent))
    post.refresh_from_db()
    assert post.name_withheld == then
    assert acts() == ([] if then == stands else [{"before": stands, "after": then}])


def test_the_record_holds_no_name() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    withhold_name(by=author.viewer, post_id=post.pk, withheld=BOTH)
    record = Record.objects.get(act="withhold-name")
    assert (record.actor_id, record.subject_id, record.space_id) == (
        author.user.pk,
        str(post.pk),
        space.pk,
    )
    assert "Amina" not in str(record.__dict__)

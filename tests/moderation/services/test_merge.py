"""Merging a duplicate into the text that stays, and separating them again."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from accounts.models import Notice
from discussions.access.viewer import VISITOR
from discussions.access.words import Exposure, exposure_of
from discussions.enums import ReasonCode
from discussions.errors import AlreadyDecided, NotFound, NotPossibleNow, ReasonNeeded
from discussions.mailers import survivor_letter
from discussions.models import Endorsement, Post, Space
from discussions.services.endorse import GivenEndorsement, endorse, withdraw_endorsement
from hub.kit.models import Record
from moderation.mailers import decision_letter
from moderation.models import Decision
from moderation.services.merge import merge, unmerge
from moderation.validators.decisions import NO_WORDS, DecisionWords
from tests import factories, people
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk
from tests.people import Actor

WHY = DecisionWords(ReasonCode.DUPLICATE, "Both say the same.", "Seen with K.")


def merged(desk: Desk, **more: Any) -> tuple[Post, Post]:
    """A post that was merged, and its survivor."""
    post, survivor = desk.post(state="published", **more), desk.post(state="published", **more)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    post.refresh_from_db()
    survivor.refresh_from_db()
    return post, survivor


def endorsed(post: Post, union: Actor | None = None) -> Actor:
    """Somebody who endorsed the post for an organisation."""
    union = union or people.stranger()
    assert union.organisation is not None
    endorse(by=union.viewer, post_id=post.pk, given=GivenEndorsement(1, union.organisation.pk))
    return union


def test_a_stub_with_a_link_stands_in_its_place_and_replies_stay(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    reply = desk.post(state="published", answers=post)
    revision = Space.objects.get().revision
    decision = merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    post.refresh_from_db()
    assert (post.state, post.reason, post.merged_into) == ("merged", "duplicate", survivor)
    assert exposure_of(post, VISITOR) == Exposure.STUB
    assert Post.objects.get(pk=reply.pk).parent == post
    assert decision.other_post == survivor
    assert Space.objects.get().revision == revision + 1
    record = Record.objects.get()
    assert (record.act, record.detail["survivor"]) == ("merge", str(survivor.pk))
    page = Client().get("/en/spaces/roundtable/general/").content.decode()
    assert "Merged into another submission:" in page
    assert 'href="/en/posts/RT-0002/"' in page


def test_separating_them_brings_it_back_as_it_was(desk: Desk) -> None:
    post, survivor = merged(desk)
    public = post.public_version
    decision = unmerge(by=desk.second.viewer, seen=seen_now(post))
    post.refresh_from_db()
    assert (post.state, post.reason, post.merged_into) == ("published", None, None)
    assert post.public_version == public
    assert decision.other_post == survivor
    assert Notice.objects.filter(kind="decision", channel="mail").count() == 2
    again = merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    assert again.act == "merge"


def test_twice_is_once_and_another_survivor_is_another_decision(desk: Desk) -> None:
    post, first, second = (desk.post(state="published") for _ in range(3))
    seen = seen_now(post)
    one = merge(by=desk.moderator.viewer, seen=seen, into=first.pk, words=WHY)
    assert merge(by=desk.moderator.viewer, seen=seen, into=first.pk, words=WHY) == one
    with pytest.raises(AlreadyDecided):
        merge(by=desk.moderator.viewer, seen=seen, into=second.pk, words=WHY)
    with pytest.raises(AlreadyDecided) as refusal:
        merge(by=desk.second.viewer, seen=seen, into=first.pk, words=WHY)
    assert refusal.value.by == "Marta Lind"
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "survivor",
    [
        {"state": "pending"},
        {"state": "hidden"},
        {"state": "withdrawn"},
        {"name_withheld": "name"},
        {"elsewhere": True},
        {"same": True},
        {"merged": True},
    ],
    ids=str,
)
def test_only_another_public_text_of_the_space_is_a_survivor(
    desk: Desk, survivor: dict[str, Any]
) -> None:
    post = desk.post(state="published")
    if survivor == {"same": True}:
        other = post
    elif survivor == {"elsewhere": True}:
        other = factories.post(factories.space("elsewhere", "EL"))
    elif survivor == {"merged": True}:
        other, _stays = merged(desk)
    else:
        other = desk.post(**{"state": "published", **survivor})
    with pytest.raises(NotPossibleNow):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=other.pk, words=WHY)
    post.refresh_from_db()
    assert post.state == "published"


def test_a_reason_and_a_survivor_that_is_there_are_needed(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    with pytest.raises(ReasonNeeded):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=NO_WORDS)
    with pytest.raises(NotFound):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=uuid4(), words=WHY)


def test_two_that_withhold_the_same_of_a_name_are_merged(desk: Desk) -> None:
    post, _survivor = merged(desk, name_withheld="name")
    assert post.state == "merged"


def test_endorsers_are_asked_and_nothing_is_moved(desk: Desk, settings: Any) -> None:
    settings.SITE_URL = "https://hub.example"
    post, survivor = desk.post(state="published"), desk.post(state="published")
    union = endorsed(post)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    assert Endorsement.objects.get().post == post
    told = Notice.objects.get(kind="endorse-survivor", channel="mail")
    assert told.receiver == union.user
    letter = survivor_letter(told)
    assert letter is not None
    assert letter.subject == "RT-0001 was merged into another text: do you endorse that one?"
    for half in (letter.text, letter.html):
        assert "https://hub.example/en/posts/RT-0002/endorse/" in half
        assert "Amina Otieno" in half
    assert "- Harbour Workers' Union" in letter.text


def test_nobody_is_asked_twice_or_when_there_is_nothing_to_ask(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    union = endorsed(post)
    assert union.organisation is not None
    seen = seen_now(post)
    merge(by=desk.moderator.viewer, seen=seen, into=survivor.pk, words=WHY)
    told = Notice.objects.get(kind="endorse-survivor", channel="mail")
    assert survivor_letter(told) is not None
    given = GivenEndorsement(1, union.organisation.pk)
    row = endorse(by=union.viewer, post_id=survivor.pk, given=given)
    assert survivor_letter(told) is None  # endorsed already
    withdraw_endorsement(by=union.viewer, post_id=survivor.pk, endorsement_id=row.pk)
    assert survivor_letter(told) is not None
    unmerge(by=desk.moderator.viewer, seen=seen_now(post))
    assert survivor_letter(told) is None  # separated again
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    assert survivor_letter(told) is None  # asked anew
    told = Notice.objects.filter(kind="endorse-survivor", channel="mail").latest("pk")
    assert survivor_letter(told) is not None
    Post.objects.filter(pk=survivor.pk).update(state="hidden", reason="spam")
    assert survivor_letter(told) is None


def test_the_same_form_sent_twice_asks_once(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    endorsed(post)
    seen = seen_now(post)
    for _ in range(2):
        merge(by=desk.moderator.viewer, seen=seen, into=survivor.pk, words=WHY)
    assert Notice.objects.filter(kind="endorse-survivor", channel="mail").count() == 1


@pytest.mark.parametrize(
    ("window", "says", "says_not"),
    [
        ("open", "is asked whether they endorse that one too", "Endorsing has ended"),
        ("grace", "is asked whether they endorse that one too", "Endorsing has ended"),
        ("closed", "Endorsing has ended", "is asked whether they endorse"),
    ],
)
def test_the_author_is_told_the_truth_about_endorsers(
    desk: Desk, window: str, says: str, says_not: str
) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    endorsed(post)
    factories.window(desk.space, window)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    letter = decision_letter(Notice.objects.get(kind="decision", channel="mail"))
    assert letter is not None
    assert says in letter.text
    assert says_not not in letter.text


def test_after_the_end_of_endorsing_endorsers_are_told_and_asked_nothing(
    desk: Desk, settings: Any
) -> None:
    settings.SITE_URL = "https://hub.example"
    post, survivor = desk.post(state="published"), desk.post(state="published")
    endorsed(post)
    factories.window(desk.space, "closed")
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    letter = survivor_letter(Notice.objects.get(kind="endorse-survivor", channel="mail"))
    assert letter is not None
    assert letter.subject == "RT-0001, which you endorsed, was merged into another text"
    for half in (letter.text, letter.html):
        assert "https://hub.example/en/posts/RT-0002/" in half
        assert "/endorse/" not in half
        assert "Endorsing has ended" in half
        assert "stays on record" in half
        assert "say so there" not in half


def test_who_endorsed_what_was_merged_before_is_asked_about_the_last_survivor(desk: Desk) -> None:
    first, second, last = (desk.post(state="published") for _ in range(3))
    coast = people.organisation("Coastal Network", stakeholder_group="civil-society", country="PT")
    network = people.actor("network@test.example", "Tiago Lobo", coast)
    union = endorsed(first)
    endorsed(second, network)
    merge(by=desk.moderator.viewer, seen=seen_now(first), into=second.pk, words=WHY)
    merge(by=desk.moderator.viewer, seen=seen_now(second), into=last.pk, words=WHY)
    asked = Notice.objects.filter(kind="endorse-survivor", channel="mail").order_by("pk")
    assert [(one.receiver, one.facts["post"], one.facts["survivor"]) for one in asked] == [
        (union.user, str(first.pk), str(second.pk)),
        (network.user, str(second.pk), str(last.pk)),
        (union.user, str(first.pk), str(last.pk)),
    ]
    assert [survivor_letter(one) is not None for one in asked] == [False, True, True]


def test_who_endorsed_both_is_asked_once_about_the_last_survivor(desk: Desk) -> None:
    first, second, last = (desk.post(state="published") for _ in range(3))
    union = endorsed(first)
    assert union.organisation is not None
    endorse(by=union.viewer, post_id=second.pk, given=GivenEndorsement(1, union.organisation.pk))
    merge(by=desk.moderator.viewer, seen=seen_now(first), into=second.pk, words=WHY)
    merge(by=desk.moderator.viewer, seen=seen_now(second), into=last.pk, words=WHY)
    asked = Notice.objects.filter(kind="endorse-survivor", channel="mail").order_by("pk")
    assert [one.facts["post"] for one in asked] == [str(first.pk), str(second.pk)]


def test_of_a_text_without_endorsements_nothing_is_said_about_them(desk: Desk) -> None:
    merged(desk)
    letter = decision_letter(Notice.objects.get(kind="decision", channel="mail"))
    assert letter is not None
    assert "endorse" not in letter.text


def test_the_letter_names_a_withheld_author_to_nobody(desk: Desk) -> None:
    more = {"state": "published", "name_withheld": "name-and-organisation"}
    post, survivor = desk.post(**more), desk.post(**more)
    endorsed(post)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    letter = survivor_letter(Notice.objects.get(kind="endorse-survivor", channel="mail"))
    assert letter is not None
    for half in (letter.subject, letter.text, letter.html):
        assert "Amina" not in half
        assert "Some Organisation" not in half


def test_what_was_merged_into_it_before_leads_to_the_last_survivor_and_comes_back_with_it(
    desk: Desk,
) -> None:
    first, second, third, last = (desk.post(state="published") for _ in range(4))
    for post, survivor in ((first, second), (second, third), (third, last)):
        merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    for post in (first, second, third):
        post.refresh_from_db()
        assert post.merged_into == last
    record = Record.objects.filter(act="merge").latest("pk")
    assert record.detail["along"] == sorted(str(post.pk) for post in (first, second))
    page = Client().get("/en/spaces/roundtable/general/").content.decode()
    assert page.count('href="/en/posts/RT-0004/"') >= 3

    unmerge(by=desk.second.viewer, seen=seen_now(third))
    for post in (first, second, third):
        post.refresh_from_db()
    assert (first.merged_into, second.merged_into, third.merged_into) == (third, third, None)
    unmerge(by=desk.second.viewer, seen=seen_now(second))
    first.refresh_from_db()
    assert first.merged_into == second


def test_only_what_followed_it_comes_back_with_it(desk: Desk) -> None:
    post, middle, other, last = (desk.post(state="published") for _ in range(4))
    merge(by=desk.moderator.viewer, seen=seen_now(other), into=last.pk, words=WHY)
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=middle.pk, words=WHY)
    merge(by=desk.moderator.viewer, seen=seen_now(middle), into=last.pk, words=WHY)
    middle.refresh_from_db()
    unmerge(by=desk.second.viewer, seen=seen_now(middle))
    other.refresh_from_db()
    post.refresh_from_db()
    assert (other.merged_into, post.merged_into) == (last, middle)


def test_a_text_is_not_merged_into_one_that_was_merged_into_it(desk: Desk) -> None:
    post, survivor = merged(desk)
    with pytest.raises(NotPossibleNow):
        merge(by=desk.moderator.viewer, seen=seen_now(survivor), into=post.pk, words=WHY)

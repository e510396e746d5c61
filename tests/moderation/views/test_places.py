"""Moving and merging in a browser without script."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from discussions.models import Post
from moderation.models import Decision
from moderation.services.hide import hide
from moderation.services.merge import merge
from moderation.services.move import move
from tests import factories, people
from tests.moderation.moving import WHY, thread, to
from tests.moderation.seen import seen_now
from tests.moderation.services.conftest import Desk, new_version
from tests.moderation.services.conftest import desk as desk  # noqa: PLC0414 - a fixture
from tests.people import signed_in

MOVE, MERGE = "/en/moderation/posts/{}/move/", "/en/moderation/posts/{}/merge/"


def sent(post: Post, **more: str) -> dict[str, str]:
    """What the form of a page sends."""
    seen = seen_now(post)
    return {
        "version": str(seen.version_id),
        "decision": str(seen.decision_id),
        "reason": "wrong-prompt",
        "message": "",
        "internal_note": "",
        **more,
    }


def page(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("address", [MOVE, MERGE])
def test_the_pages_are_for_staff_of_the_space_and_nobody_keeps_them(
    desk: Desk, address: str
) -> None:
    desk.post(state="published", body="<p>The words of it.</p>")
    url = address.format("RT-0001")
    assert Client().get(url).status_code == 302
    elsewhere = people.moderator(factories.space("elsewhere", "EL"), "else@test.example", "Li Wen")
    for other in (desk.author, people.observer(desk.space), people.administrator(), elsewhere):
        response = signed_in(other).get(url)
        assert response.status_code == 403
        assert "The words of it." not in response.content.decode()
    for someone in (desk.moderator, people.secretariat()):
        response = signed_in(someone).get(url)
        assert response.status_code == 200
        assert response.headers["Cache-Control"] == "private, no-store"
        assert "The words of it." in response.content.decode()
    assert signed_in(desk.moderator).get(address.format("RT-0099")).status_code == 404


def test_the_panel_leads_there_where_it_is_possible(desk: Desk) -> None:
    desk.post(state="published")
    desk.post(state="pending")
    desk.post(state="withdrawn")
    client = signed_in(desk.moderator)
    published, pending, withdrawn = (
        page(client, f"/en/moderation/?post=RT-000{number}") for number in (1, 2, 3)
    )
    assert MOVE.format("RT-0001") in published
    assert MERGE.format("RT-0001") in published
    assert MOVE.format("RT-0002") in pending
    assert MERGE.format("RT-0002") not in pending
    assert "/move/" not in withdrawn
    assert client.get(MOVE.format("RT-0003")).status_code == 409


def test_one_chooses_a_question_sees_what_will_stand_where_and_moves(desk: Desk) -> None:
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    factories.post(desk.space, desk.author.person, "<p>An earlier answer.</p>", prompt=two)
    posts = thread(desk, one)
    desk.post(state="published", prompt=two, body="<p>A later answer.</p>")
    client, url = signed_in(desk.moderator), MOVE.format("RT-0002")
    first = page(client, url)
    assert '<option value="RT:2">Question 2: Question 2?</option>' in first
    assert "will stand here" not in first
    shown = page(client, f"{url}?place=RT%3A2&under=")
    for words in (
        "An earlier answer.",
        "A later answer.",
        "will stand here",
        "3 replies go with it.",
        "Its reference stays RT-0002.",
        "Move it",
    ):
        assert words in shown
    assert shown.index("An earlier answer.") < shown.index("will stand here")
    assert shown.index("will stand here") < shown.index("A later answer.")
    response = client.post(f"{url}?place=RT%3A2&under=", sent(posts[0], message="Rev. 3, please."))
    assert response.status_code == 302
    assert response.headers["Location"] == "/en/moderation/?post=RT-0002#done"
    assert "RT-0002 was moved to its new place." in page(client, response.headers["Location"])
    posts[0].refresh_from_db()
    assert posts[0].prompt == two
    assert Decision.objects.get().message == "Rev. 3, please."
    again = client.post(
        f"{url}?place=RT%3A2&under=", sent(posts[0], message="Rev. 3, please.", decision="0")
    )
    assert again.status_code == 302
    assert Decision.objects.count() == 1


def test_one_names_the_text_that_it_shall_answer(desk: Desk) -> None:
    answered = desk.post(state="published", body="<p>What was said first.</p>")
    reply = desk.post(state="published", answers=answered, body="<p>And second.</p>")
    post = desk.post(state="published")
    client, url = signed_in(desk.moderator), f"{MOVE.format('RT-0003')}?under=rt-2"
    shown = page(client, url)
    assert shown.index("What was said first.") < shown.index("And second.")
    assert shown.index("And second.") < shown.index("will stand here")
    assert client.post(url, sent(post)).status_code == 302
    post.refresh_from_db()
    assert post.parent == reply


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?place=&under=", 400, "Choose a question or a space, or give the reference of a text."),
        ("?place=RT&under=RT-0002", 400, "Choose a question or a space, or give the reference"),
        ("?under=RT-0099", 400, "There is no text with this reference."),
        ("?under=nonsense", 400, "There is no text with this reference."),
        ("?place=EL", 400, "This place is not there any more"),
        ("?place=RT", 200, "It stands there already."),
        ("?under=RT-0001", 200, "A text cannot answer itself"),
        ("?under=RT-0002", 200, "A text cannot answer itself"),
        ("?under=EL-0001", 200, "Only moderators of this space"),
    ],
)
def test_a_place_where_it_cannot_stand_is_said_and_nothing_can_be_sent(
    desk: Desk, query: str, status: int, words: str
) -> None:
    root = desk.post(state="published")
    desk.post(state="published", answers=root)
    factories.post(factories.space("elsewhere", "EL"))
    shown = page(signed_in(desk.moderator), MOVE.format("RT-0001") + query, status)
    assert words in shown
    assert "Move it" not in shown.replace("Move it elsewhere", "")


def test_without_a_reason_nothing_is_moved_and_what_was_typed_is_kept(desk: Desk) -> None:
    post = desk.post(state="published")
    factories.prompt(desk.space)
    url = f"{MOVE.format('RT-0001')}?place=RT:1"
    response = signed_in(desk.moderator).post(url, sent(post, reason="", message="Kept words."))
    shown = response.content.decode()
    assert response.status_code == 400
    assert "Choose a reason" in shown
    assert "Kept words." in shown
    assert not Decision.objects.exists()


def test_whoever_comes_second_is_told_what_the_first_did_and_keeps_the_words(desk: Desk) -> None:
    post = desk.post(state="published")
    one, two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    form = sent(post, message="Kept words.", internal_note="Kept note.")
    move(by=desk.second.viewer, seen=seen_now(post), to=to(desk.space, one), words=WHY)
    client, url = signed_in(desk.moderator), f"{MOVE.format('RT-0001')}?place=RT:2"
    response = client.post(url, form)
    shown = response.content.decode()
    assert response.status_code == 409
    for words in ("Nothing was decided", "Tomás Ruiz", "Moved", "Kept words.", "Kept note."):
        assert words in shown
    newest = Decision.objects.latest("pk").pk
    assert f'name="decision" value="{newest}"' in shown
    assert client.post(url, {**form, "decision": str(newest)}).status_code == 302
    post.refresh_from_db()
    assert post.prompt == two


def test_whoever_comes_second_reads_again_where_the_text_was_to_go(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    one, _two = factories.prompt(desk.space), factories.prompt(desk.space, 2)
    form = sent(post)
    move(by=desk.second.viewer, seen=seen_now(post), to=to(desk.space, one), words=WHY)
    client = signed_in(desk.moderator)
    for address, words in (
        (MOVE + "?place=RT:2", "You had chosen “Move it: Question 2: Question 2?”"),
        (MOVE + "?under=rt-2", "You had chosen “Move it: As a reply to RT-0002”"),
        (MERGE + f"?survivor={survivor.reference}", "You had chosen “Merge it into RT-0002”"),
    ):
        data = {**form, "reason": "duplicate" if "merge" in address else "wrong-prompt"}
        response = client.post(address.format("RT-0001"), data)
        assert response.status_code == 409
        assert words in response.content.decode()


def test_a_place_names_its_space_where_there_are_several(desk: Desk) -> None:
    desk.post(state="published")
    elsewhere = factories.space("elsewhere", "EL")
    factories.prompt(elsewhere)
    shown = page(signed_in(people.secretariat()), f"{MOVE.format('RT-0001')}?place=EL:1")
    assert '<option value="EL:1" selected>EL · Question 1: Question 1?</option>' in shown
    assert '<option value="RT">RT · The space as a whole</option>' in shown
    assert '<optgroup label="Title of elsewhere">' in shown


NOT_YET = (
    "No texts are taken there yet: its author, who can correct it now, cannot do so until they"
)
NO_MORE = "No texts are taken there any more: its author, who can correct it now, no longer can."


@pytest.mark.parametrize(
    ("here", "there", "state", "words"),
    [
        ("open", "scheduled", "published", NOT_YET),
        ("open", "closed", "pending", NO_MORE),
        ("open", "open", "published", ""),
        ("closed", "scheduled", "published", ""),
        ("open", "scheduled", "returned", ""),
    ],
)
def test_the_preview_says_what_the_author_loses_by_the_window_there(
    desk: Desk, here: str, there: str, state: str, words: str
) -> None:
    desk.post(state=state)
    factories.window(desk.space, here)
    factories.window(factories.space("elsewhere", "EL"), there)
    shown = page(signed_in(people.secretariat()), f"{MOVE.format('RT-0001')}?place=EL")
    assert words in shown
    if not words:
        assert "No texts are taken there" not in shown


def test_a_version_that_arrived_meanwhile_is_shown_with_what_it_changed(desk: Desk) -> None:
    post = desk.post(state="published", body="<p>Old words.</p>")
    factories.prompt(desk.space)
    form = sent(post, message="Kept words.")
    new_version(post, body="<p>New words.</p>")
    response = signed_in(desk.moderator).post(f"{MOVE.format('RT-0001')}?place=RT:1", form)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "What version 2 changed since version 1" in shown
    assert "Kept words." in shown
    assert not Decision.objects.exists()


def test_a_text_that_was_withdrawn_meanwhile_leaves_the_words_to_copy(desk: Desk) -> None:
    post = desk.post(state="published")
    factories.prompt(desk.space)
    form = sent(post, message="Kept words.")
    Post.objects.filter(pk=post.pk).update(state="withdrawn")
    response = signed_in(desk.moderator).post(f"{MOVE.format('RT-0001')}?place=RT:1", form)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Kept words." in shown
    assert 'type="submit" class="btn">Move it' not in shown


def test_another_space_is_offered_to_who_moderates_both_and_says_what_happens_to_references(
    desk: Desk,
) -> None:
    other = factories.space("declaration", "PD")
    factories.space(
        "hidden-space",
        "HS",
    )
    root, *_ = thread(desk, None)
    assert '<option value="PD"' not in page(signed_in(desk.moderator), MOVE.format("RT-0001"))
    client, url = signed_in(people.secretariat()), f"{MOVE.format('RT-0001')}?place=PD"
    shown = page(client, url)
    assert "All 4 texts get new references there, beginning with PD" in shown
    response = client.post(url, sent(root))
    assert response.headers["Location"] == "/en/moderation/?post=PD-0001#done"
    assert "RT-0001 was moved: it is PD-0001 now" in page(client, response.headers["Location"])
    root.refresh_from_db()
    assert root.space == other
    response = client.get(MOVE.format("RT-0001"))  # an old link
    assert response.status_code == 200
    assert "Move PD-0001" in response.content.decode()


@pytest.mark.parametrize("replies", [1, 3])
def test_the_preview_takes_the_same_statements_for_any_number_of_replies(
    desk: Desk,
    replies: int,
    django_assert_num_queries: Callable[..., AbstractContextManager[object]],
) -> None:
    root = desk.post(state="published")
    for _ in range(replies):
        desk.post(state="published", answers=root)
        desk.post(state="published", prompt=factories.prompt(desk.space, 10 + _))
    client = signed_in(desk.moderator)
    with django_assert_num_queries(28):
        page(client, f"{MOVE.format('RT-0001')}?place=RT:10")


def test_the_preview_names_neighbours_as_readers_know_them(desk: Desk) -> None:
    desk.post(
        state="published",
        body="<p>Write to hidden@survivors.example.</p>",
        name_withheld="name-and-organisation",
        prompt=factories.prompt(desk.space),
    )
    desk.post(state="published", name_withheld="name-and-organisation")
    shown = page(signed_in(desk.moderator), f"{MOVE.format('RT-0002')}?place=RT:1")
    assert "will stand here" in shown
    assert shown.count("Name withheld") >= 2
    for secret in ("Amina", "hidden@survivors.example", "Some Organisation"):
        assert secret not in shown


# ---------------------------------------------------------------- merging


def test_both_texts_stand_side_by_side_and_are_merged(desk: Desk) -> None:
    words = "<p>" + "We ask that the compact be made real for all who move. " * 4 + "</p>"
    post = desk.post(state="published", body=words)
    desk.post(state="published", answers=post)
    survivor = desk.post(state="published", body=words)
    client, url = signed_in(desk.moderator), MERGE.format("RT-0001")
    first = page(client, url)
    assert "RT-0003: the same words" in first
    assert "?survivor=RT-0003" in first
    shown = page(client, f"{url}?survivor=rt-0003")
    assert shown.count("We ask that the compact be made real") >= 2
    assert "The 1 reply to it stays in its place." in shown
    response = client.post(f"{url}?survivor=rt-0003", sent(post, reason="duplicate"))
    assert response.headers["Location"] == "/en/moderation/?post=RT-0001#done"
    panel = page(client, response.headers["Location"])
    assert "RT-0001 was merged into RT-0003." in panel
    assert "Separate again" in panel
    post.refresh_from_db()
    assert post.merged_into == survivor


def test_they_are_separated_again_in_the_panel(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    merge(by=desk.moderator.viewer, seen=seen_now(post), into=survivor.pk, words=WHY)
    client = signed_in(desk.second)
    response = client.post("/en/moderation/?post=RT-0001", sent(post, act="unmerge", reason=""))
    assert response.status_code == 302
    post.refresh_from_db()
    assert (post.state, post.merged_into) == ("published", None)


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("?survivor=RT-0001", 200, "A text cannot be merged into itself."),
        ("?survivor=RT-0002", 200, "The text that shall stay is not public now."),
        ("?survivor=RT-0003", 200, "One of the two withholds a name"),
        ("?survivor=EL-0001", 403, "Only moderators of this space"),
        ("?survivor=RT-0099", 400, "There is no text with this reference."),
        ("?survivor=", 400, "This field is required."),
    ],
)
def test_what_cannot_be_the_survivor_is_said(
    desk: Desk, query: str, status: int, words: str
) -> None:
    desk.post(state="published")
    desk.post(state="pending")
    desk.post(state="published", name_withheld="name")
    factories.post(factories.space("elsewhere", "EL"))
    shown = page(signed_in(desk.moderator), MERGE.format("RT-0001") + query, status)
    assert words in shown
    assert 'type="submit" class="btn">Merge it' not in shown


def test_a_survivor_that_was_hidden_meanwhile_is_said_and_the_words_are_kept(desk: Desk) -> None:
    post, survivor = desk.post(state="published"), desk.post(state="published")
    hide(by=desk.second.viewer, seen=seen_now(survivor), words=WHY)
    url = f"{MERGE.format('RT-0001')}?survivor=RT-0002"
    response = signed_in(desk.moderator).post(
        url, sent(post, reason="duplicate", message="Kept words.")
    )
    shown = response.content.decode()
    assert response.status_code == 409
    assert "The text that shall stay is not public now." in shown
    assert "Kept words." in shown


def test_no_suggestion_tells_who_stands_behind_a_withheld_name(desk: Desk) -> None:
    words = "<p>" + "We ask that the compact be made real for all who move. " * 4 + "</p>"
    desk.post(state="published", body=words, name_withheld="name-and-organisation")
    desk.post(state="published", body=words)
    shown = page(signed_in(desk.moderator), MERGE.format("RT-0001"))
    assert "Amina" not in shown
    assert "?survivor=RT-0002" not in shown


def test_what_differs_between_the_two_and_how_alike_they_are_is_said_before_they_are_merged(
    desk: Desk,
) -> None:
    body = "<p>Each port keeps its register open to every worker who asks.</p>"
    desk.post(state="published", body=body)
    desk.post(state="published", body=body)
    factories.post(
        desk.space,
        people.stranger().person,
        "<p>Each port keeps its list.</p>",
        language="es",
        speaker={"speaker_organisation": "Harbour Workers' Union"},
    )
    client = signed_in(desk.moderator)
    same = client.get(f"{MERGE.format('RT-0001')}?survivor=RT-0002").context["page"]
    assert same.differences == []
    assert same.alike == "Both say the same, word for word."
    other = client.get(f"{MERGE.format('RT-0001')}?survivor=RT-0003").context["page"]
    assert other.differences == [
        "They have different authors: Amina Otieno and Inês Carvalho.",
        "They are for different organisations: Some Organisation and Harbour Workers' Union.",
        "They are in different languages: English and Spanish.",
    ]
    assert other.alike == "Of 100 words of both, 50 stand in the same order in the other."


def test_who_stands_behind_two_withheld_names_is_not_told_by_what_differs(desk: Desk) -> None:
    desk.post(state="published", name_withheld="name-and-organisation")
    factories.post(desk.space, people.stranger().person, name_withheld="name-and-organisation")
    asked = f"{MERGE.format('RT-0001')}?survivor=RT-0002"
    page = signed_in(desk.moderator).get(asked).context["page"]
    assert page.differences == []


def test_duplicate_is_the_reason_that_is_there_for_merging_and_few_others_are_offered(
    desk: Desk,
) -> None:
    desk.post(state="published")
    desk.post(state="published")
    client = signed_in(desk.moderator)
    merging = client.get(f"{MERGE.format('RT-0001')}?survivor=RT-0002").context["form"]
    assert merging["reason"].value() == "duplicate"
    offered = {
        "merge": merging,
        "move": client.get("/en/moderation/posts/RT-0001/move/").context["form"],
        "redact": client.get("/en/moderation/posts/RT-0001/redact/").context["form"],
    }
    codes = {
        name: [code for code, _words in form.fields["reason"].choices if code]
        for name, form in offered.items()
    }
    assert codes == {
        "merge": ["duplicate", "other"],
        "move": ["off-topic", "wrong-prompt", "other"],
        "redact": ["personal-data", "disrespectful", "not-authorised", "legal", "other"],
    }


def test_what_was_merged_into_it_before_is_named(desk: Desk) -> None:
    survivor, other = desk.post(state="published"), desk.post(state="published")
    desk.post(state="merged", merged_into=survivor)
    asked = f"{MERGE.format(survivor.reference)}?survivor={other.reference}"
    page = signed_in(desk.moderator).get(asked).context["page"]
    assert "RT-0003, which was merged into it before, leads to RT-0002 too." in page.notes


def test_that_the_question_is_closed_is_said_before_a_text_is_moved_to_it(desk: Desk) -> None:
    factories.window(desk.space)
    factories.prompt(desk.space, closed_at=factories.LONG_AGO)
    desk.post(state="published")
    desk.post(state="published", answers=desk.post(state="published"))
    client = signed_in(desk.moderator)
    page = client.get("/en/moderation/posts/RT-0002/move/?place=RT:1")
    preview = page.context["page"].preview
    assert preview.status.text == "This question takes no more answers."
    assert preview.notes[0].startswith("The question is closed")
    assert "will stand here.</strong>" in page.content.decode()


def test_what_is_settled_is_not_said_to_be_somebody_s_haste(desk: Desk) -> None:
    desk.post(state="withdrawn")
    desk.post(state="rejected")
    client = signed_in(desk.moderator)
    for reference, words in (
        ("RT-0001", "Its author has withdrawn this text: nothing is left to decide on it."),
        ("RT-0002", "This text is rejected"),
    ):
        response = client.get(f"/en/moderation/posts/{reference}/move/")
        page = response.content.decode()
        assert response.status_code == 409
        assert words in page
        assert "<h1>This is not possible now</h1>" in page
        assert "faster" not in page

"""Threads as templates draw them."""

import pytest

from discussions.access.viewer import VISITOR, Viewer
from discussions.models import Space
from discussions.pages.card_shapes import PostCard, Stub
from discussions.pages.space_facts import setting_of
from discussions.pages.threads import Place, lighten, pager_of, reply_link, threads_of
from discussions.selectors.spaces import Found
from discussions.selectors.threads import below, page_of, under_prompt
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db
ANYTIME = Place(None, None)


def setting(space: Space, viewer: Viewer = VISITOR) -> object:
    return setting_of(Found(space, database_now(), ""), viewer, "en")


def drawn(space: Space, size: int = 50, after: object = None, **more: int) -> list:  # type: ignore[type-arg]  # threads and lines alike
    found = page_of(under_prompt(space, None), space, size, after)  # type: ignore[arg-type]  # as a page gives them
    return threads_of(found, setting(space), ANYTIME, **more)  # type: ignore[arg-type]  # as a page gives them


def test_replies_have_two_visual_levels_and_deeper_ones_stay_flat() -> None:
    space = factories.space()
    posts = [factories.post(space)]
    for _ in range(4):
        posts.append(factories.post(space, answers=posts[-1]))
    second = factories.post(space, answers=posts[0])
    (thread,) = drawn(space)
    assert thread.entry.reference == posts[0].reference
    assert [branch.entry.reference for branch in thread.branches] == [
        posts[1].reference,
        second.reference,
    ]
    flat = thread.branches[0].replies
    assert [entry.reference for entry in flat] == [post.reference for post in posts[2:]]
    assert [entry.parent for entry in flat] == [post.reference for post in posts[1:4]]


def test_each_reply_says_what_it_answers_and_leads_there_on_the_page() -> None:
    space = factories.space()
    root = factories.post(space)
    factories.post(space, answers=root)
    (thread,) = drawn(space)
    answers = thread.branches[0].entry.answers
    assert (answers.name, answers.url) == ("Imported Person", f"#post-{root.reference}")
    assert thread.entry.answers is None


def test_a_page_inside_a_thread_repeats_what_stands_above_in_one_line_each() -> None:
    space = factories.space()
    root = factories.post(space, body="<p>The first words.</p>")
    reply = factories.post(space, answers=root)
    deep = factories.post(space, answers=reply)
    deeper = factories.post(space, answers=deep)
    (thread,) = drawn(space, after=reply)
    assert thread.entry is None
    assert [line.reference for line in thread.ancestors] == [root.reference, reply.reference]
    assert thread.ancestors[0].opening == "The first words."
    (branch,) = thread.branches
    assert branch.entry is None
    assert [entry.reference for entry in branch.replies] == [deep.reference, deeper.reference]
    assert branch.replies[0].answers.url.endswith(f"/posts/{reply.reference}/")


def test_a_reply_to_what_is_not_public_names_its_reference_alone() -> None:
    space = factories.space()
    root = factories.post(space, state="hidden", reason="spam", body="<p>Secret.</p>")
    factories.post(space, answers=root)
    (thread,) = drawn(space)
    assert isinstance(thread.entry, Stub)
    assert thread.branches[0].entry.answers.name == root.reference


def test_the_replies_of_one_post_are_drawn_as_threads_of_their_own() -> None:
    space = factories.space()
    root = factories.post(space)
    reply = factories.post(space, answers=root)
    inner = factories.post(space, answers=reply)
    found = page_of(below(root), space, 50, None)
    threads = threads_of(found, setting(space), ANYTIME, root_depth=1)  # type: ignore[arg-type]  # as a page gives them
    assert [thread.entry.reference for thread in threads if thread.entry] == [reply.reference]
    assert threads[0].branches[0].entry is not None
    assert threads[0].branches[0].entry.reference == inner.reference


def test_a_withheld_name_is_not_named_by_its_replies_or_above_them() -> None:
    space, author = factories.space(), people.stakeholder()
    root = factories.post(space, author.person, name_withheld="name")
    reply = factories.post(space, answers=root)
    factories.post(space, answers=reply)
    (whole,) = drawn(space)
    assert whole.branches[0].entry.answers.name == "Name withheld"
    assert whole.entry.speaker.initials == ""
    (later,) = drawn(space, after=root)
    assert later.ancestors[0].name == "Name withheld"


def test_the_pager_leads_on_and_back_to_the_beginning() -> None:
    space = factories.space()
    posts = [factories.post(space) for _ in range(3)]
    first = page_of(under_prompt(space, None), space, 2, None)
    pager = pager_of(first, "/list/", total=3, is_first=True)
    assert (pager.first_url, pager.next_url) == ("", f"/list/?after={posts[1].reference}")
    last = page_of(under_prompt(space, None), space, 2, posts[1])
    pager = pager_of(last, "/list/", total=3, is_first=False)
    assert (pager.first_url, pager.next_url, pager.shown) == ("/list/", "", 1)


@pytest.mark.parametrize(
    ("state", "for_visitor", "for_stakeholder", "for_moderator"),
    [
        ("scheduled", False, False, True),
        ("open", True, True, True),
        ("grace", True, True, True),
        ("closed", False, False, True),
    ],
)
def test_a_reply_is_offered_where_the_window_takes_one(
    state: str, for_visitor: bool, for_stakeholder: bool, for_moderator: bool
) -> None:
    space = factories.space()
    place, post = Place(None, factories.window(space, state)), factories.post(space)
    offers = {
        VISITOR: for_visitor,
        people.stakeholder().viewer: for_stakeholder,
        people.moderator(space).viewer: for_moderator,
    }
    for viewer, is_offered in offers.items():
        link = reply_link(post, setting(space, viewer), place)  # type: ignore[arg-type]  # as a page gives them
        assert bool(link.url) is is_offered
        assert bool(link.refusal) is not is_offered
    visitor = reply_link(post, setting(space), ANYTIME)  # type: ignore[arg-type]  # as a page gives them
    assert visitor.url == f"/en/accounts/login/?next=%2Fen%2Fposts%2F{post.reference}%2Freply%2F"


def test_a_heavy_page_leads_to_the_rest_of_its_last_long_texts() -> None:
    space = factories.space()
    body = "".join(f"<p>Paragraph {n} with a good many words in it.</p>" for n in range(60))
    for _ in range(3):
        factories.post(space, body=body)
    threads = drawn(space)
    lighten(threads, 2 * len(body))
    cards = [thread.entry for thread in threads]
    assert [isinstance(card, PostCard) and bool(card.text.rest) for card in cards] == [
        True,
        True,
        False,
    ]
    assert cards[2].text.rest_url == cards[2].url

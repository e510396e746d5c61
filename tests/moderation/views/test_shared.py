"""What a link opens: without an account, kept by nobody, told to nobody, never more than is public now."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from discussions.models import Post, Redaction, Space
from hub.kit.clock import database_now
from hub.kit.models import Record
from hub.kit.storage import forget
from moderation.exports.held import Held, held_of
from moderation.exports.wanted import ExportFilter
from moderation.models import Export, ExportIndex
from moderation.services.links import WantedLink, make_link
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.moderation.exports.varied import corrected
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def shared(space: Space, paulo: Actor, content: bytes = b"PK", **chosen: Any) -> str:
    """The address of a link to an export with this filter."""
    return link_to(paulo, finished(space, paulo, content, filter=ExportFilter(**chosen).to_json()))


def link_to(paulo: Actor, export: Export) -> str:
    """The address of a link to an export."""
    wanted = WantedLink(uuid4(), "For the zero draft", "Office of the co-facilitator", 14)
    _link, token = make_link(by=paulo.viewer, export=export, wanted=wanted)
    return f"/en/shared/{token}/"


def said(posts: dict[str, str], html: str) -> set[str]:
    """The references that stand as texts on a page; each text is the one of its post."""
    return {reference for reference in posts if f'data-reference="{reference}"' in html}


def test_its_page_says_what_it_is_and_keeps_the_secret(space: Space, paulo: Actor) -> None:
    address = shared(space, paulo, groups=("media",))
    answer = Client().get(address)
    assert answer.status_code == 200
    html = answer.content.decode()
    for words in (
        "For the zero draft",
        "Title of roundtable",
        "RT-2026-03-01-public.zip",
        "Stakeholder groups",
        "3 of 4 inputs, 2 files of inputs",
        f'href="{address}download/"',
        f'href="{address}texts/"',
        '<meta name="robots" content="noindex, nofollow">',
    ):
        assert words in html
    assert "co-facilitator" not in html
    assert "Paulo" not in html
    assert "next=/en/shared" not in html
    assert "csrfmiddlewaretoken" not in html


def test_no_browser_keeps_the_way_to_it_whatever_is_asked(space: Space, paulo: Actor) -> None:
    address = shared(space, paulo)
    bare, refused = Client().get(address.rstrip("/")), Client().post(address)
    assert (bare.status_code, bare["Location"]) == (302, address)
    assert refused.status_code == 405
    for answer in (bare, refused, Client().get(address)):
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "noindex" in answer["X-Robots-Tag"]


@pytest.mark.parametrize("page", ["", "texts/", "download/", "nowhere/"])
def test_no_answer_is_kept_listed_or_told_to_others(page: str, space: Space, paulo: Actor) -> None:
    answer = Client().get(shared(space, paulo) + page)
    list(answer)
    if page == "nowhere/":
        assert answer.status_code == 404
        return
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert not answer.cookies


def test_a_wrong_token_is_a_404_that_tells_nothing(space: Space, paulo: Actor) -> None:
    shared(space, paulo)
    for page in ("", "download/", "texts/"):
        answer = Client().get(f"/en/shared/{'x' * 43}/{page}")
        assert answer.status_code == 404
        assert answer["Referrer-Policy"] == "no-referrer"
    assert Client().post(f"/en/shared/{'x' * 43}/").status_code == 405


def test_the_file_comes_byte_for_byte_and_on_record(space: Space, paulo: Actor) -> None:
    answer: Any = Client().get(f"{shared(space, paulo, b'PK these bytes')}download/")
    assert b"".join(answer.streaming_content) == b"PK these bytes"
    assert answer["Content-Disposition"] == 'attachment; filename="RT-2026-03-01-public.zip"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    record = Record.objects.get(act="export-link-fetched")
    assert record.actor_id is None
    assert record.subject_type == "export-link"


def test_over_the_limit_it_says_when_to_try_again(
    space: Space, paulo: Actor, settings: Any
) -> None:
    settings.EXPORT_LINK_FETCHES_PER_HOUR = 1
    address = shared(space, paulo)
    list(Client().get(f"{address}download/"))
    answer = Client().get(f"{address}download/")
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 3000


def test_a_text_that_is_hidden_after_the_export_was_made_is_not_shown(
    space: Space, paulo: Actor
) -> None:
    stays = factories.post(space, body="<p>this stays</p>")
    goes = factories.post(space, body="<p>this goes</p>")
    address = f"{shared(space, paulo)}texts/"
    assert "this goes" in Client().get(address).content.decode()
    Post.objects.filter(pk=goes.pk).update(state="hidden", reason="spam")
    html = Client().get(address).content.decode()
    assert "this stays" in html
    assert stays.reference in html
    assert "this goes" not in html
    assert goes.reference not in html


def test_masks_and_withheld_names_are_those_of_every_reader(space: Space, paulo: Actor) -> None:
    author = people.stakeholder()
    post = factories.post(
        space,
        author.person,
        "<p>In Nakuru, write to me@survivors.example.</p>",
        name_withheld="name-and-organisation",
        speaker={"speaker_organisation": "Withheld Works"},
    )
    factories.attachment(post.latest_version, "Amina Otieno.pdf")
    Redaction.objects.create(
        version=post.latest_version,
        target="text",
        start=3,
        end=9,
        reason="legal",
        at=database_now(),
    )
    address = f"{shared(space, paulo)}texts/"
    for viewer in (None, people.moderator(space), paulo, author):
        client = Client()
        if viewer is not None:
            client.force_login(viewer.user)
        html = client.get(address).content.decode()
        assert "Name withheld" in html
        article = html.partition("<article")[2].partition("</article>")[0]
        for secret in ("Amina", "Withheld Works", "Nakuru", "survivors.example"):
            assert secret not in article


def test_the_filter_of_the_reader_stays_within_that_of_the_export(
    space: Space, paulo: Actor
) -> None:
    speaker = {"speaker_group": "media", "speaker_organisation": "Press"}
    one, two = factories.prompt(space, 1), factories.prompt(space, 2)
    outside = factories.post(space, prompt=one)
    inside = factories.post(space, prompt=two)
    press = factories.post(space, prompt=two, speaker=speaker, language="fr")
    posts = {post.reference: "" for post in (outside, inside, press)}
    address = f"{shared(space, paulo, prompts=(2,))}texts/"

    def shown(**query: str) -> set[str]:
        return said(posts, Client().get(address, query).content.decode())

    assert shown() == {inside.reference, press.reference}
    assert shown(group="media") == {press.reference}
    assert shown(language="en") == {inside.reference}
    assert shown(prompt="2", group="media", language="fr") == {press.reference}
    assert Client().get(address, {"prompt": "1"}).status_code == 404  # the export leaves it out


def test_it_is_narrowed_by_all_that_an_export_is_narrowed_by(space: Space, paulo: Actor) -> None:
    main = factories.window(space, time_zone="Pacific/Auckland")
    own = factories.window(space, position=1)
    one, two = factories.prompt(space, 1), factories.prompt(space, 2, window=own)
    # At noon UTC of the first of March it is the second in Auckland.
    early = factories.post(space, prompt=one, received_at=datetime(2026, 3, 1, 12, tzinfo=UTC))
    reply = factories.post(space, answers=early, received_at=datetime(2026, 3, 4, tzinfo=UTC))
    other = factories.post(space, prompt=two, received_at=datetime(2026, 3, 5, tzinfo=UTC))
    posts = {post.reference: "" for post in (early, reply, other)}
    address = f"{shared(space, paulo)}texts/"

    def shown(**query: str) -> set[str]:
        return said(posts, Client().get(address, query).content.decode())

    assert shown(window=own.archive_id) == {other.reference}
    assert shown(window=main.archive_id) == {early.reference, reply.reference}
    assert shown(replies="no") == {early.reference, other.reference}
    assert shown(received_until="2026-03-01") == set()
    assert shown(received_until="2026-03-02") == {early.reference}
    assert shown(received_from="2026-03-03") == {reply.reference, other.reference}
    html = Client().get(address, {"received_from": "2026-03-03"}).content.decode()
    for words in (
        'value="2026-03-03"',
        "A whole day in the time zone Auckland.",
        "Question 2: Question 2?",
        "Without replies",
    ):
        assert words in html


@pytest.mark.parametrize(
    "query",
    [
        {"prompt": "77"},
        {"prompt": "x"},
        {"window": "none"},
        {"group": "pirates"},
        {"group": "media"},  # one that is there, but not here
        {"region": "moon"},
        {"language": "tlh"},
        {"standing": "early"},
        {"replies": "some"},
        {"received_from": "yesterday"},
        {"received_until": "0001-01-01"},
        {"after": "RT-9999"},
        {"after": "XX-0001"},
        {"after": "x"},
        {"after": "RT-0001", "language": "fr"},  # it is not in what was chosen
    ],
    ids=str,
)
def test_what_is_not_there_is_a_404_that_says_so_and_leads_to_all(
    query: dict[str, str], space: Space, paulo: Actor
) -> None:
    factories.post(space)
    factories.post(space, language="fr")
    address = f"{shared(space, paulo)}texts/"
    answer = Client().get(address, query)
    assert answer.status_code == 404
    html = answer.content.decode()
    assert "What this address asks for is not among these texts" in html
    assert f'href="{address}">To all the texts</a>' in html
    assert answer["Referrer-Policy"] == "no-referrer"


def test_long_lists_go_on_on_the_next_page_with_the_same_filter(
    space: Space, paulo: Actor
) -> None:
    for number in range(30):
        speaker = {"speaker_organisation": f"Entity {number:02}", "speaker_group": "media"}
        factories.post(space, speaker=speaker)
    factories.post(space)
    posts = {f"RT-{number:04}": "" for number in range(1, 32)}
    address = f"{shared(space, paulo)}texts/"
    first = Client().get(address, {"group": "media"}).content.decode()
    assert len(said(posts, first)) == 25
    assert "30 of 31 inputs" in first
    assert "?group=media&amp;after=RT-0025" in first
    second = Client().get(address, {"group": "media", "after": "rt-25"}).content.decode()
    assert len(said(posts, second)) == 5
    assert "(continued)" in second
    assert said(posts, first) & said(posts, second) == set()
    assert 'rel="prev" href="' + address + '?group=media"' in second


def test_texts_of_a_space_that_is_not_shown_to_readers_are_not_read(
    space: Space, paulo: Actor
) -> None:
    address = shared(space, paulo)
    Space.objects.update(published_at=None)
    page = Client().get(address)
    assert page.status_code == 200
    assert "texts/" not in page.content.decode()
    assert "download/" not in page.content.decode()
    assert Client().get(f"{address}texts/").status_code == 404
    assert Client().get(f"{address}download/").status_code == 410


def test_a_difference_is_read_no_further_than_it_goes(space: Space, paulo: Actor) -> None:
    old, new = factories.post(space), factories.post(space)
    since = finished(space, paulo)
    wanted = ExportFilter(changed_since=since.cut_off).to_json()
    export = finished(space, paulo, filter=wanted, since=since)
    held = {new.reference: Held(new.pk, "no", {}, frozenset()).to_json()}
    ExportIndex.objects.filter(pk=export.pk).update(held=held)
    html = Client().get(f"{link_to(paulo, export)}texts/").content.decode()
    assert said({old.reference: "", new.reference: ""}, html) == {new.reference}


def test_a_file_of_which_readers_see_less_now_is_not_handed_out(
    space: Space, paulo: Actor
) -> None:
    stays, goes = factories.post(space), factories.post(space)
    export = finished(space, paulo, b"PK secret", for_observers=True)
    held = {post.reference: held_of(post).to_json() for post in (stays, goes)}
    ExportIndex.objects.filter(pk=export.pk).update(held=held)
    address, observer = link_to(paulo, export), signed_in(people.observer(space))
    of_space = f"/en/moderation/spaces/{space.slug}/exports/"
    own = f"{of_space}{export.pk}/"
    assert f'href="{address}download/"' in Client().get(address).content.decode()
    assert "no longer" not in signed_in(paulo).get(own).content.decode()
    Post.objects.filter(pk=goes.pk).update(name_withheld="name")
    for client, door in ((Client(), address), (observer, own)):
        answer = client.get(f"{door}download/")
        assert answer.status_code == 410
        assert "Ask the secretariat for a new one." in answer.content.decode()
    back = f'<a class="btn" href="{address}">Back to what was given to you</a>'
    assert back in Client().get(f"{address}download/").content.decode()
    back = f'<a class="btn" href="{of_space}">All exports that were given to you</a>'
    assert back in observer.get(f"{own}download/").content.decode()
    assert not Record.objects.filter(act__in=["export-link-fetched", "export-fetched"]).exists()
    for client, page in ((Client(), address), (observer, of_space)):
        html = client.get(page).content.decode()
        assert "Something in this package is no longer shown to readers." in html
        assert "download/" not in html
    html = Client().get(f"{address}texts/").content.decode()  # live, so that it may go on
    assert said({stays.reference: "", goes.reference: ""}, html) == {
        stays.reference,
        goes.reference,
    }


def test_the_secretariat_is_told_which_texts_changed_and_led_to_a_new_export(
    space: Space, paulo: Actor
) -> None:
    post = factories.post(space)
    wanted = ExportFilter(states=("published",)).to_json()
    export = finished(space, paulo, b"PK whole", filter=wanted, parts=["csv", "workbook"])
    held = {post.reference: held_of(post).to_json()}
    ExportIndex.objects.filter(pk=export.pk).update(held=held)
    link_to(paulo, export)
    Post.objects.filter(pk=post.pk).update(state="hidden", reason="legal")
    of_space, client = f"/en/moderation/spaces/{space.slug}/exports/", signed_in(paulo)
    own = f"{of_space}{export.pk}/"
    html = client.get(own).content.decode()
    assert "Nobody gets this package now, neither observers nor by a link" in html
    told = f'<a href="/en/posts/{post.reference}/"><bdi>{post.reference}</bdi></a>: is hidden now<'
    assert told in html
    assert f'href="{of_space}?again={export.pk}"' in html
    html = client.get(of_space).content.decode()
    assert "Nobody gets this package now, neither observers nor by a link" in html
    assert told in html
    answer: Any = client.get(f"{own}download/")
    assert b"".join(answer.streaming_content) == b"PK whole"
    form = client.get(of_space, {"again": str(export.pk)}).content.decode()
    ticked = re.findall(r'name="(parts|states)" value="(\w+)"[^>]* checked', form)
    assert sorted(ticked) == [("parts", "csv"), ("parts", "workbook"), ("states", "published")]
    assert 'name="label"' not in html  # no new link to it
    sent = {"key": str(uuid4()), "label": "L", "addressee": "A", "days": "3"}
    assert client.post(f"{own}links/", sent).status_code == 409
    assert client.post(f"{own}observers/", {"given": "1"}).status_code == 409


def test_while_it_is_held_back_nothing_says_that_others_get_it(space: Space, paulo: Actor) -> None:
    post = factories.post(space)
    export = finished(space, paulo, for_observers=True)
    held = {post.reference: held_of(post).to_json()}
    ExportIndex.objects.filter(pk=export.pk).update(held=held)
    link_to(paulo, export)
    own, client = f"/en/moderation/spaces/{space.slug}/exports/{export.pk}/", signed_in(paulo)
    html = client.get(own).content.decode()
    assert "Observers of this space can fetch it." in html
    assert "Good until" in html
    Post.objects.filter(pk=post.pk).update(name_withheld="name")
    html = client.get(own).content.decode()
    assert "Observers of this space can fetch it." not in html
    assert "It was given to the observers of this space; they cannot fetch it now." in html
    assert "Good until" not in html
    assert re.search("Would be good until [^<]+, were the package handed out", html)
    assert 'name="given" value="0"' in html  # it can still be taken back
    assert "revoke/" in html


def test_every_export_that_holds_such_a_text_says_so_whomever_it_was_given_to(
    space: Space, paulo: Actor
) -> None:
    posts = [factories.post(space) for _ in range(7)]
    _given, kept, _restricted, without = (
        finished(space, paulo, **more)
        for more in ({"for_observers": True}, {}, {"variant": "restricted"}, {})
    )
    held = {post.reference: held_of(post).to_json() for post in posts}
    ExportIndex.objects.exclude(pk=without.pk).update(held=held)
    Post.objects.update(state="withdrawn", state_since=database_now())
    html = signed_in(paulo).get(f"/en/moderation/spaces/{space.slug}/exports/").content.decode()
    assert html.count("Nobody gets this package now, neither observers nor by a link") == 1
    assert html.count("Do not pass this package on") == 1
    assert html.count("was withdrawn by its author") == 10
    assert html.count("and 2 other texts") == 2
    own = f"/en/moderation/spaces/{space.slug}/exports/{kept.pk}/"
    html = signed_in(paulo).get(own).content.decode()
    assert "This package cannot be given to others now" in html
    assert html.count("was withdrawn by its author") == 7


@pytest.mark.parametrize("again", ["", "x", "12345678-1234-5678-1234-567812345678"])
def test_an_export_that_is_none_is_not_asked_for_again(
    again: str, space: Space, paulo: Actor
) -> None:
    page = f"/en/moderation/spaces/{space.slug}/exports/"
    assert signed_in(paulo).get(page, {"again": again}).status_code == 200


def test_a_look_at_the_headers_is_no_use(space: Space, paulo: Actor, settings: Any) -> None:
    """Mail programs look at an address before anybody follows it."""
    settings.EXPORT_LINK_FETCHES_PER_HOUR = settings.EXPORT_LINK_PAGES_PER_HOUR = 1
    address = shared(space, paulo)
    for page in ("", "texts/", "download/"):
        for _ in range(2):
            answer: Any = Client().head(address + page)
            assert answer.status_code == 200
            for close in answer._resource_closers:  # as a server does
                close()
    assert not Record.objects.filter(act__startswith="export-link-").exclude(
        act="export-link-made"
    )


@pytest.mark.parametrize("door", ["link", "secretariat"])
def test_where_the_bytes_have_gone_it_says_so_and_nothing_is_on_record(
    door: str, space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo)
    address = link_to(paulo, export)
    forget(export.stored_as)
    if door == "link":
        assert Client().get(f"{address}download/").status_code == 410
    else:
        own = f"/en/moderation/spaces/{space.slug}/exports/{export.pk}/download/"
        assert signed_in(paulo).get(own).status_code == 404
    assert not Record.objects.filter(act__in=["export-link-fetched", "export-fetched"]).exists()


def test_statements_do_not_depend_on_the_number_of_late_corrections(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    factories.window(space, "closed", late_policy="mark")
    address = f"{shared(space, paulo)}texts/"
    for posts in (1, 2):
        for _ in range(posts):
            corrected(factories.post(space), standing="late")
        Client().get(address)
        with django_assert_num_queries(30):
            Client().get(address)


def test_statements_do_not_depend_on_the_number_of_texts(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    prompt = factories.prompt(space)
    root = factories.post(space, prompt=prompt)
    factories.post(space, answers=root)
    address = f"{shared(space, paulo)}texts/"
    Client().get(address)
    with django_assert_num_queries(30):
        Client().get(address)
    for _ in range(2):
        root = factories.post(space, prompt=prompt)
        factories.attachment(root.latest_version)
        factories.post(space, answers=root)
    with django_assert_num_queries(30):
        Client().get(address)

"""Asking for an export: what can be chosen, what it would hold, and ways to begin."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict
from django.test import Client

from discussions.models import Document, DocumentFile, Space
from hub.kit.bilingual import set_texts
from hub.kit.clock import database_now
from moderation.enums import ExportPart
from moderation.exports.wanted import ExportFilter
from moderation.models import Export, ExportIndex
from moderation.services.links import WantedLink, make_link, revoke_link
from moderation.tasks import make_export
from tests import factories, people
from tests.moderation.exports.made import finished
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db

ALL = "/en/moderation/spaces/roundtable/exports/"
COUNT = f"{ALL}count/"


@pytest.fixture(autouse=True)
def _no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(make_export, "delay", lambda _export_id: None)


@pytest.fixture
def space() -> Space:
    return factories.space()


@pytest.fixture
def paulo() -> Actor:
    return people.secretariat()


def ticked(html: str) -> set[tuple[str, str]]:
    """What a page's form would send of its boxes."""
    boxes = re.findall(r"<input[^>]*\bchecked\b[^>]*>", html)
    named = [(re.search(r'name="([^"]+)"', b), re.search(r'value="([^"]+)"', b)) for b in boxes]
    return {(name[1], value[1]) for name, value in named if name and value}


def test_the_filter_is_what_was_chosen(space: Space, paulo: Actor) -> None:
    factories.window(space, time_zone="America/New_York")
    second = factories.window(space, position=1)
    factories.prompt(space, 1)
    factories.post(space, language="es")
    signed_in(paulo).post(
        ALL.replace("/en/", "/fr/"),
        {
            "shown": "on",
            "variant": "restricted",
            "parts": ["csv", "workbook"],
            "prompts": ["1", "0"],
            "window": second.archive_id,
            "groups": ["media", "academia"],
            "region": "africa",
            "text_language": "es",
            "standing": "in-time",
            "states": ["published", "hidden"],
            "received_from": "2026-03-01",
            "received_until": "2026-03-01",
            "also": ["earlier"],
        },
    )
    export = Export.objects.get()
    assert export.filter == {
        "prompts": [0, 1],
        "window": second.archive_id,
        "received_from": "2026-03-01",
        "received_until": "2026-03-01",
        "zone": "America/New_York",
        "groups": ["academia", "media"],
        "states": ["hidden", "published"],
        "regions": ["africa"],
        "languages": ["es"],
        "standings": ["grace", "on-time"],
        "with_replies": False,
        "with_earlier": True,
        "changed_since": None,
        "language": "fr",
    }
    assert (export.variant, export.since) == ("restricted", None)
    assert export.parts == ["workbook", "csv"]


@pytest.mark.parametrize("parts", [[], list(ExportPart.values)])
def test_nothing_chosen_is_everything(parts: list[str], space: Space, paulo: Actor) -> None:
    sent = {"variant": "public", "parts": parts}
    signed_in(paulo).post(ALL, sent)
    export = Export.objects.get()
    assert ExportFilter.from_json(export.filter).is_whole
    assert export.chosen_parts == tuple(ExportPart)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("variant", "everything"),
        ("variant", ""),
        ("parts", "exe"),
        ("prompts", "7"),
        ("prompts", "x"),
        ("groups", "pirates"),
        ("region", "moon"),
        ("text_language", "tlh"),
        ("standing", "early"),
        ("states", "deleted"),
        ("also", "kitchen-sink"),
        ("received_from", "yesterday"),
        ("received_from", "0001-01-01"),
        ("received_until", "9999-12-31"),
        ("received_until", "2026-02-28"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_made(
    field: str, value: str, space: Space, paulo: Actor
) -> None:
    client = signed_in(paulo)
    sent = {"variant": "public", "received_from": "2026-03-01", field: value}
    answer = client.post(ALL, sent)
    assert answer.status_code == 400
    assert 'class="summary"' in answer.content.decode()
    assert not Export.objects.exists()
    counted = client.get(COUNT, sent)
    assert counted.status_code == 400
    assert "Not counted:" in counted.content.decode()


def test_the_count_is_of_what_is_chosen(space: Space, paulo: Actor) -> None:
    prompt = factories.prompt(space, 1)
    first = factories.post(space, prompt=prompt)
    factories.attachment(first.latest_version)
    factories.post(space, answers=first)
    factories.post(space, state="pending")
    client = signed_in(paulo)
    everything = client.get(COUNT, {"variant": "public"})
    assert everything["Cache-Control"] == "private, no-store"
    html = everything.content.decode()
    assert "3 of 3 inputs, 1 file of inputs<" in html
    assert "<dt>Inputs in all</dt><dd>3 of 3</dd>" in html
    assert "<dt>Question 1</dt><dd>1 submission, 1 reply</dd>" in html
    assert "<dt>To the space as a whole</dt><dd>1 submission</dd>" in html
    html = client.get(COUNT, {"variant": "public", "shown": "on", "parts": "csv"}).content.decode()
    assert "2 of 3 inputs<" in html  # no box was ticked: without replies
    html = client.get(ALL, {"variant": "public", "states": "pending"}).content.decode()
    assert "1 of 3 inputs, 0 files of inputs" in html
    assert ("states", "pending") in ticked(html)


def test_documents_of_the_space_are_told_apart_from_files_of_inputs(
    space: Space, paulo: Actor
) -> None:
    """They are in each package with files, also where nothing of the inputs changed."""
    document = Document.objects.create(space=space, title_en="Draft", title="Draft")
    stored = factories.attachment(factories.post(space).latest_version)
    DocumentFile.objects.create(
        document=document,
        name="draft.pdf",
        language="en",
        media_type="application/pdf",
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )
    client = signed_in(paulo)
    html = client.get(COUNT, {"variant": "public", "shown": "on"}).content.decode()
    assert "1 of 1 inputs, 1 file of inputs, 1 file of documents<" in html
    assert "<dt>Files of inputs</dt><dd>1</dd><dt>Files of documents</dt><dd>1</dd>" in html
    html = client.get(COUNT, {"variant": "public", "states": "pending"}).content.decode()
    assert "0 of 1 inputs, 0 files of inputs, 1 file of documents<" in html


def test_questions_are_told_by_their_number_and_their_beginning(
    space: Space, paulo: Actor
) -> None:
    prompt = factories.prompt(space, 1)
    long = (
        "<p>How should the pathways of migration be strengthened in the regions that need it?</p>"
    )
    set_texts(prompt, "text", {"en": long, "fr": "<p>Que faire ?</p>"})
    prompt.save()
    client = signed_in(paulo)
    html = client.get(ALL).content.decode()
    assert "Question 1: How should the pathways of migration be strengthened in the…<" in html
    assert "Que faire ?" in client.get(ALL.replace("/en/", "/fr/")).content.decode()


def test_what_it_will_contain_stands_before_the_button(space: Space, paulo: Actor) -> None:
    html = signed_in(paulo).get(ALL).content.decode()
    assert html.index('id="count"') < html.index("Start the export")


def test_a_language_is_chosen_with_all_its_kinds(space: Space, paulo: Actor) -> None:
    for language in ("zh", "zh-hans", "pt-br", "fr"):
        factories.post(space, language=language)
    client = signed_in(paulo)
    html = client.get(ALL).content.decode()
    assert [html.count(f'<option value="{code}">') for code in ("zh", "zh-hans", "pt")] == [
        1,
        0,
        1,
    ]
    html = client.get(COUNT, {"variant": "public", "text_language": "zh"}).content.decode()
    assert "2 of 4 inputs" in html


def test_without_script_a_button_counts_and_keeps_what_was_chosen(
    space: Space, paulo: Actor
) -> None:
    factories.post(space, state="pending")
    factories.post(space)
    client = signed_in(paulo)
    sent = {"variant": "restricted", "shown": "on", "states": ["pending"], "action": "count"}
    answer = client.post(ALL, {**sent, "csrfmiddlewaretoken": "secret"})
    assert answer.status_code == 302
    address, _, mark = answer["Location"].partition("#")
    assert mark == "count"
    assert QueryDict(address.partition("?")[2]).dict() == {
        "variant": "restricted",
        "shown": "on",
        "states": "pending",
    }
    html = client.get(address).content.decode()
    assert "1 of 2 inputs" in html
    assert {("variant", "restricted"), ("states", "pending")} <= ticked(html)
    assert not Export.objects.exists()


@pytest.mark.parametrize("preset", ["", "public", "restricted", "since", "nonsense"])
def test_each_preset_fills_in_the_form(preset: str, space: Space, paulo: Actor) -> None:
    factories.post(space)
    html = signed_in(paulo).get(ALL, {"preset": preset}).content.decode()
    variant = "restricted" if preset == "restricted" else "public"
    boxes = ticked(html)
    assert ("variant", variant) in boxes
    assert {("also", "replies"), ("also", "earlier")} <= boxes
    assert {value for name, value in boxes if name == "parts"} == set(ExportPart.values)
    assert "1 of 1 inputs, 0 files of inputs" in html
    assert f'href="?preset={variant}" aria-current="true"' in html
    assert 'href="?preset=since"' not in html


def test_since_what_was_handed_over_is_its_filter_and_what_changed(
    space: Space, paulo: Actor
) -> None:
    client = signed_in(paulo)
    given = finished(
        space,
        paulo,
        for_observers=True,
        file_name="RT-given.zip",
        filter=ExportFilter(states=("published",), language="fr").to_json(),
    )
    finished(space, paulo, variant="restricted")
    finished(space, paulo, parts=["docx"])
    finished(space, paulo, filter=ExportFilter(prompts=(0,)).to_json())
    ExportIndex.objects.filter(export=finished(space, paulo)).delete()  # not known what it held
    factories.post(space)
    factories.post(space, state="pending")
    html = client.get(ALL, {"preset": "since"}).content.decode()
    assert {("variant", "public"), ("states", "published")} <= ticked(html)
    assert f'<option value="{given.pk}" selected>' in html
    assert '<option value="fr" selected>' in html
    assert "What is new, changed or gone since RT-given.zip" in html
    assert "<dt>New since the earlier export</dt><dd>1</dd>" in html
    assert "1 of 2 inputs" in html
    client.post(ALL, {"variant": "public", "since": str(given.pk), "states": "published"})
    asked = Export.objects.exclude(since=None).get()
    assert asked.since == given
    wanted = ExportFilter.from_json(asked.filter)
    assert wanted.changed_since == given.cut_off
    page = client.get(f"{ALL}{asked.pk}/").content.decode()
    assert "Only what changed since" in page


def test_what_nobody_was_given_was_not_handed_over_however_whole_it_is(
    space: Space, paulo: Actor
) -> None:
    given = finished(space, paulo, parts=["docx"], for_observers=True, file_name="RT-given.docx")
    finished(space, paulo, file_name="RT-to-look-at.zip")
    finished(space, paulo, variant="restricted")
    html = signed_in(paulo).get(ALL, {"preset": "since"}).content.decode()
    assert f'<option value="{given.pk}" selected>' in html
    assert "since RT-given.docx, the last one that observers or somebody with a link" in html
    assert re.search("RT-given.docx · [^<]* · handed over<", html)
    assert re.search("RT-to-look-at.zip · [^<]* · given to nobody<", html)


def test_where_nobody_was_given_one_the_third_way_leads_to_choosing_one(
    space: Space, paulo: Actor
) -> None:
    client = signed_in(paulo)
    assert "Not yet: there is no export to compare with." in client.get(ALL).content.decode()
    export = finished(space, paulo)
    html = client.get(ALL, {"preset": "since"}).content.decode()
    assert "Not yet: nobody was given an export" in html
    assert '<a href="#id_since">' in html
    assert 'id="id_since"' in html
    assert f'<option value="{export.pk}">' in html
    assert 'href="?preset=since"' not in html


@pytest.mark.parametrize(
    ("is_fetched", "is_taken_back", "is_it"),
    [(False, False, True), (True, True, True), (False, True, False)],
)
def test_what_somebody_has_a_link_to_or_fetched_by_one_was_handed_over(
    is_fetched: bool, is_taken_back: bool, is_it: bool, space: Space, paulo: Actor
) -> None:
    export = finished(space, paulo, parts=["docx"])
    wanted = WantedLink(key=uuid4(), label="Round", addressee="Office", days=14)
    link, token = make_link(by=paulo.viewer, export=export, wanted=wanted)
    if is_fetched:
        list(Client().get(f"/en/shared/{token}/download/"))
    if is_taken_back:
        revoke_link(by=paulo.viewer, link=link)
    html = signed_in(paulo).get(ALL, {"preset": "since"}).content.decode()
    assert (f'<option value="{export.pk}" selected>' in html) == is_it


def test_each_export_leads_to_what_changed_since_it(space: Space, paulo: Actor) -> None:
    """With its readers and its filter, whatever was made later."""
    client = signed_in(paulo)
    export = finished(
        space, paulo, variant="restricted", filter=ExportFilter(states=("hidden",)).to_json()
    )
    finished(space, paulo)
    page = client.get(f"{ALL}{export.pk}/").content.decode()
    assert f"preset=since&amp;base={export.pk}" in page
    html = client.get(ALL, {"preset": "since", "base": str(export.pk)}).content.decode()
    assert f'<option value="{export.pk}" selected>' in html
    assert {("variant", "restricted"), ("states", "hidden")} <= ticked(html)
    assert client.get(ALL, {"preset": "since", "base": "nonsense"}).status_code == 200


def test_however_many_were_made_since_an_old_one_can_be_compared_with(
    space: Space, paulo: Actor
) -> None:
    client = signed_in(paulo)
    old = finished(space, paulo)
    for _ in range(30):
        finished(space, paulo)
    assert f'<option value="{old.pk}"' not in client.get(ALL).content.decode()
    answer = client.get(ALL, {"preset": "since", "base": str(old.pk)})
    assert answer.status_code == 200
    assert f'<option value="{old.pk}" selected>' in answer.content.decode()
    chosen = {"variant": "public", "since": str(old.pk)}
    assert client.get(COUNT, chosen).status_code == 200
    assert client.post(ALL, chosen).status_code == 302
    difference = Export.objects.get(since=old)
    html = client.get(ALL, {"again": str(difference.pk)}).content.decode()
    assert f'<option value="{old.pk}" selected>' in html


def test_earlier_exports_are_told_apart(space: Space, paulo: Actor) -> None:
    chosen = ExportFilter(prompts=(2,), groups=("media",)).to_json()
    finished(space, paulo, file_name="RT-a.docx", parts=["docx"], filter=chosen)
    html = signed_in(paulo).get(ALL).content.decode()
    assert (
        "RT-a.docx · 3 inputs · Compilation in Word · What every reader may see · given to nobody"
        " · Questions: 2 · Stakeholder groups: The media" in html
    )


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"prompts": "1", "also": ["replies", "earlier"]}, ""),
        ({"prompts": "1", "states": "hidden", "also": ["replies", "earlier"]}, ""),
        ({"prompts": "1", "also": ["earlier"]}, ""),
        ({"also": ["replies", "earlier"]}, "a narrower one (Questions: 1)"),
        ({"prompts": ["1", "0"], "also": ["replies", "earlier"]}, "a narrower one (Questions: 1)"),
        ({"prompts": "1", "also": ["replies"]}, "Include them too."),
    ],
)
def test_what_the_earlier_one_left_out_is_not_told_as_new(
    chosen: dict[str, Any], words: str, space: Space, paulo: Actor
) -> None:
    factories.prompt(space, 1)
    base = finished(space, paulo, filter=ExportFilter(prompts=(1,)).to_json())
    sent = {"shown": "on", "variant": "public", "since": str(base.pk), **chosen}
    answer = signed_in(paulo).post(ALL, sent)
    assert answer.status_code == (400 if words else 302)
    assert Export.objects.filter(since=base).exists() == (not words)
    assert words in answer.content.decode()


def test_the_language_of_headings_is_a_choice_and_told(space: Space, paulo: Actor) -> None:
    client = signed_in(paulo)
    french = ALL.replace("/en/", "/fr/")
    assert '<option value="en" selected>' in client.get(ALL).content.decode()
    assert '<option value="fr" selected>' in client.get(french).content.decode()
    client.post(ALL, {"variant": "public", "language": "fr"})
    export = Export.objects.get()
    assert export.filter["language"] == "fr"
    assert (
        "<dt>Headings in</dt><dd>French</dd>" in client.get(f"{ALL}{export.pk}/").content.decode()
    )
    Export.objects.update(state="failed", finished_at=database_now())
    assert "Headings in: French" in client.get(ALL).content.decode()
    assert client.post(ALL, {"variant": "public", "language": "es"}).status_code == 400


def test_exports_for_others_are_not_compared(space: Space, paulo: Actor) -> None:
    last = finished(space, paulo, variant="restricted")
    answer = signed_in(paulo).post(ALL, {"variant": "public", "since": str(last.pk)})
    assert answer.status_code == 400
    assert "That export was made for others." in answer.content.decode()
    assert Export.objects.count() == 1


def test_an_export_of_another_space_is_nothing_to_compare_with(space: Space, paulo: Actor) -> None:
    finished(space, paulo)
    other = finished(factories.space("other", "OT"), paulo)
    answer = signed_in(paulo).post(ALL, {"variant": "public", "since": str(other.pk)})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "role", ["stakeholder", "moderator", "observer", "administrator", "visitor"]
)
def test_only_the_secretariat_counts(role: str, space: Space) -> None:
    casts: dict[str, Callable[[], Actor]] = {
        "stakeholder": people.stakeholder,
        "moderator": lambda: people.moderator(space),
        "observer": lambda: people.observer(space),
        "administrator": people.administrator,
    }
    client = Client() if role == "visitor" else signed_in(casts[role]())
    answer = client.get(COUNT, {"variant": "restricted"})
    assert answer.status_code == 403
    assert "inputs" not in answer.content.decode()


def test_statements_of_a_count_do_not_depend_on_the_number_of_posts(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    client = signed_in(paulo)
    factories.post(space)
    with django_assert_num_queries(18):
        client.get(COUNT, {"variant": "public"})
    factories.post(space)
    factories.post(space)
    with django_assert_num_queries(18):
        client.get(COUNT, {"variant": "public"})

"""The administration of spaces: by role, on record, through the services."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from discussions.models import (
    DisplayedModerator,
    Document,
    DocumentFile,
    Prompt,
    PromptWording,
    Reason,
    Space,
    SpaceRole,
    Window,
    WindowChange,
)
from hub.kit.bilingual import texts_of
from hub.kit.models import Record
from tests import factories, people
from tests.people import Actor, signed_in

pytestmark = pytest.mark.django_db
ROOT = "/en/admin/discussions/"


@pytest.fixture
def secretariat() -> Actor:
    """Who sets up spaces."""
    return people.secretariat()


def rows(prefix: str, *lines: dict[str, Any], initial: int = 0) -> dict[str, Any]:
    """What an inline sends."""
    sent = {
        f"{prefix}-TOTAL_FORMS": len(lines),
        f"{prefix}-INITIAL_FORMS": initial,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }
    for index, line in enumerate(lines):
        sent |= {f"{prefix}-{index}-{name}": value for name, value in line.items()}
    return sent


def space_data(**more: Any) -> dict[str, Any]:
    """What the page of a space sends."""
    return {
        "slug": "new-space",
        "reference_prefix": "NS",
        "title_en": "New space",
        "title_fr": "Nouvel espace",
        "mandate_en": "<p>Why.</p><script>x()</script>",
        "mandate_fr": "<p>Pourquoi.</p>",
        "objectives": ["2", "16"],
        "review": "before-publishing",
        "length_limit": "",
        "published_at": "2026-01-01T00:00:00",
        **rows("roles"),
        **rows("displayed_moderators"),
        **more,
    }


@pytest.mark.parametrize("page", ["space", "prompt", "document", "reason"])
def test_the_secretariat_and_administrators_come_in_and_nobody_else(page: str) -> None:
    space = factories.space()
    allowed = [people.secretariat(), people.administrator()]
    refused = [people.stakeholder(), people.moderator(space), people.observer(space)]
    for someone in allowed:
        assert signed_in(someone).get(f"{ROOT}{page}/").status_code == 200
    for someone in refused:
        assert signed_in(someone).get(f"{ROOT}{page}/").status_code in {302, 403}
    assert Client().get(f"{ROOT}{page}/").status_code == 302


@pytest.mark.parametrize("page", ["post", "version", "attachment", "windowchange"])
def test_what_people_sent_is_not_there(page: str) -> None:
    assert signed_in(people.administrator()).get(f"{ROOT}{page}/").status_code == 404


def test_a_space_is_made_with_rights_and_names_each_on_record(secretariat: Actor) -> None:
    someone = people.actor("m@test.example", "Marta Lind")
    data = space_data(
        **rows("roles", {"address": "M@test.example", "role": "moderator"}),
        **rows("displayed_moderators", {"address": "m@test.example", "position": "0"}),
    )
    response = signed_in(secretariat).post(f"{ROOT}space/add/", data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    space = Space.objects.get()
    assert texts_of(space, "title") == {"en": "New space", "fr": "Nouvel espace"}
    assert texts_of(space, "mandate")["en"] == "<p>Why.</p>"
    assert (space.objectives, space.review) == ([2, 16], "before-publishing")
    role = SpaceRole.objects.get()
    assert (role.user, role.given_by) == (someone.user, secretariat.user)
    assert DisplayedModerator.objects.get().person == someone.person
    acts = list(Record.objects.order_by("pk").values_list("act", "actor_id", "space_id"))
    assert acts == [
        ("space-added", secretariat.user.pk, space.pk),
        ("role-given", secretariat.user.pk, space.pk),
        ("shown-moderator-added", secretariat.user.pk, space.pk),
    ]
    assert space.revision == 4


def test_the_page_of_a_new_space_says_what_it_takes_and_shows_nothing_of_programs(
    secretariat: Actor,
) -> None:
    people.actor("m@test.example", "Marta Lind")
    client = signed_in(secretariat)
    assert "DatabaseDefault" not in client.get(f"{ROOT}space/add/").content.decode()
    data = space_data(
        slug="New Space",
        reference_prefix="ns",
        **rows("roles", {"address": "m@test.example", "role": "moderator"}),
    )
    page = client.post(f"{ROOT}space/add/", data).content.decode()
    assert "DatabaseDefault" not in page
    assert "two to eight capital letters and digits" in page
    assert "Enter a valid value" not in page


def test_plain_text_with_blank_lines_becomes_paragraphs(secretariat: Actor) -> None:
    client = signed_in(secretariat)
    client.post(f"{ROOT}space/add/", space_data(mandate_en="First.\n\nSecond."))
    space = Space.objects.get()
    assert texts_of(space, "mandate")["en"] == "<p>First.</p>\n<p>Second.</p>"
    data = {"space": space.pk, "position": "1", "text_en": "Why?", "text_fr": "Pourquoi ?\n\nOù ?"}
    assert client.post(f"{ROOT}prompt/add/", data).status_code == 302
    assert texts_of(Prompt.objects.get(), "text") == {
        "en": "<p>Why?</p>",
        "fr": "<p>Pourquoi ?</p>\n<p>Où ?</p>",
    }


def test_a_question_without_a_place_comes_after_the_others(secretariat: Actor) -> None:
    space = factories.space()
    factories.prompt(space, number=7)
    data = {"space": space.pk, "position": "", "text_en": "Why?", "text_fr": "Pourquoi ?"}
    assert signed_in(secretariat).post(f"{ROOT}prompt/add/", data).status_code == 302
    assert list(Prompt.objects.values_list("number", "position")) == [(7, 7), (8, 8)]


def test_an_unknown_address_is_refused(secretariat: Actor) -> None:
    data = space_data(**rows("roles", {"address": "no@test.example", "role": "moderator"}))
    response = signed_in(secretariat).post(f"{ROOT}space/add/", data)
    assert response.status_code == 200
    assert "There is no account with this address." in response.content.decode()
    assert not Space.objects.exists()


def test_a_right_is_taken_away_on_record(secretariat: Actor) -> None:
    space = factories.space()
    role = SpaceRole.objects.get(user=people.moderator(space).user)
    line = {"id": role.pk, "space": space.pk, "DELETE": "on"}
    data = space_data(slug="roundtable", reference_prefix="RT", **rows("roles", line, initial=1))
    response = signed_in(secretariat).post(f"{ROOT}space/{space.pk}/change/", data)
    assert response.status_code == 302
    assert not SpaceRole.objects.exists()
    assert Record.objects.filter(act="role-taken").count() == 1


def test_the_prefix_is_fixed_once_a_post_exists_and_counters_are_left_alone(
    secretariat: Actor,
) -> None:
    space = factories.space()
    factories.post(space)
    client = signed_in(secretariat)
    address = f"{ROOT}space/{space.pk}/change/"
    assert 'name="reference_prefix"' not in client.get(address).content.decode()
    data = space_data(reference_prefix="XX", slug="other-address")
    assert client.post(address, data).status_code == 302
    space.refresh_from_db()
    assert (space.reference_prefix, space.slug, space.last_number) == ("RT", "roundtable", 1)
    assert texts_of(space, "title")["en"] == "New space"


def test_a_title_stays_complete_while_a_window_is_to_come(secretariat: Actor) -> None:
    space = factories.space()
    factories.window(space, "scheduled")
    response = signed_in(secretariat).post(
        f"{ROOT}space/{space.pk}/change/", space_data(title_fr="")
    )
    assert response.status_code == 200
    assert "the title needs each required language" in response.content.decode()


def test_a_question_is_put_and_reworded_and_its_earlier_wording_shown(secretariat: Actor) -> None:
    space = factories.space()
    client = signed_in(secretariat)
    texts = {"text_en": "<p>Why?</p>", "text_fr": "<p>Pourquoi ?</p>"}
    data = {"space": space.pk, "position": "1", **texts}
    response = client.post(f"{ROOT}prompt/add/", data)
    assert response.status_code == 302, response.context["adminform"].form.errors
    prompt = Prompt.objects.get()
    assert (prompt.number, texts_of(prompt, "text")["fr"]) == (1, "<p>Pourquoi ?</p>")
    factories.post(space, prompt=prompt)
    change = {"position": "2", **texts, "text_en": "<p>Why now?</p>", "number": "9"}
    address = f"{ROOT}prompt/{prompt.pk}/change/"
    assert client.post(address, change).status_code == 302
    prompt.refresh_from_db()
    assert (prompt.number, prompt.position) == (1, 2)
    assert texts_of(prompt, "text")["en"] == "<p>Why now?</p>"
    assert texts_of(PromptWording.objects.get(), "text")["en"] == "<p>Why?</p>"
    assert "Why?" in client.get(address).content.decode()
    acts = Record.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["prompt-put", "prompt-changed", "prompt-reword"]


def test_a_question_with_answers_cannot_be_deleted_and_one_without_can(
    secretariat: Actor,
) -> None:
    space = factories.space()
    answered, free = factories.prompt(space), factories.prompt(space, 2)
    factories.post(space, prompt=answered)
    client = signed_in(secretariat)
    for prompt in (answered, free):
        client.post(f"{ROOT}prompt/{prompt.pk}/delete/", {"post": "yes"})
    assert Prompt.objects.get() == answered


def test_a_question_that_follows_another_window_stands_in_the_history_of_both(
    secretariat: Actor,
) -> None:
    space = factories.space()
    main = factories.window(space, "scheduled")
    second = factories.window(space, "scheduled", position=1)
    prompt = factories.prompt(space)
    client, page = signed_in(secretariat), f"{ROOT}prompt/{prompt.pk}/change/"
    form = client.get(page).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    assert client.post(page, {**data, "window": second.pk}).status_code == 302
    changes = WindowChange.objects.order_by("window__position")
    assert [(one.act, one.questions) for one in changes] == [("questions", [1]), ("questions", [])]
    Window.objects.update(opens_at=factories.LONG_AGO)
    form = client.get(page).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields}
    response = client.post(page, {**data, "window": main.pk})
    assert "so a reason is needed" in response.content.decode()
    assert WindowChange.objects.count() == 2


def test_an_incomplete_question_is_refused_on_its_page(secretariat: Actor) -> None:
    space = factories.space()
    factories.window(space)
    data = {"space": space.pk, "position": "1", "text_en": "<p>Why?</p>", "text_fr": ""}
    response = signed_in(secretariat).post(f"{ROOT}prompt/add/", data)
    assert response.status_code == 200
    assert "needs a text in each required" in response.content.decode()


def test_a_document_gets_files_that_are_recognised_and_never_removed(secretariat: Actor) -> None:
    space = factories.space()
    client = signed_in(secretariat)
    upload = SimpleUploadedFile("rev-1.txt", b"Draft text.\n")
    data = {
        "space": space.pk,
        "position": "1",
        "title_en": "Rev. 1",
        "title_fr": "Rév. 1",
        "label": "Rev. 1",
        **rows("files", {"upload": upload, "language": "en"}),
    }
    response = client.post(f"{ROOT}document/add/", data)
    assert response.status_code == 302
    file = DocumentFile.objects.get()
    assert (file.name, file.language, file.media_type) == ("rev-1.txt", "en", "text/plain")
    acts = Record.objects.order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["document-added", "document-file-added"]
    page = client.get(f"{ROOT}document/{Document.objects.get().pk}/change/").content.decode()
    assert "rev-1.txt" in page
    assert "files-0-DELETE" not in page


def test_a_file_that_is_not_what_it_says_is_refused(secretariat: Actor) -> None:
    data = {
        "space": factories.space().pk,
        "position": "1",
        "title_en": "Note",
        **rows(
            "files",
            {"upload": SimpleUploadedFile("note.pdf", b"MZ not a pdf"), "language": "en"},
        ),
    }
    response = signed_in(secretariat).post(f"{ROOT}document/add/", data)
    assert response.status_code == 200
    assert not Document.objects.exists()


def test_the_words_of_a_reason_are_edited_on_record(secretariat: Actor) -> None:
    reason, _made = Reason.objects.get_or_create(code="late")
    space = factories.space()
    client = signed_in(secretariat)
    assert client.get(f"{ROOT}reason/add/").status_code == 403
    data = {"text_en": "Too late.", "text_fr": "Trop tard."}
    assert client.post(f"{ROOT}reason/{reason.pk}/change/", data).status_code == 302
    reason.refresh_from_db()
    assert texts_of(reason, "text")["fr"] == "Trop tard."
    assert Record.objects.get().subject_id == "late"
    space.refresh_from_db()
    assert space.revision == 2


@pytest.mark.parametrize("page", ["space", "prompt", "document", "reason"])
def test_who_saves_what_another_changed_meanwhile_is_told_and_keeps_the_words(
    secretariat: Actor, page: str
) -> None:
    space = factories.space()
    rows_of = {
        "space": space,
        "prompt": factories.prompt(space),
        "document": Document.objects.create(space=space, title_en="Note", title_fr="Note"),
        "reason": Reason.objects.get(code="late"),
    }
    row = rows_of[page]
    client, address = signed_in(secretariat), f"{ROOT}{page}/{row.pk}/change/"
    opened = client.get(address).content.decode()
    seen = opened.split('name="seen" value="')[1].split('"')[0]
    name = "text_en" if page in {"prompt", "reason"} else "title_en"
    type(row)._default_manager.filter(pk=row.pk).update(**{name: "Theirs"})
    more = {"text_en": "Mine", "text_fr": "Le mien", "title_en": "Mine", "position": "1"}
    data = {**space_data(**more, seen=seen), **rows("files")}
    response = client.post(address, data)
    assert response.status_code == 200
    assert "This was changed after you opened it." in response.content.decode()
    assert "Mine" in response.content.decode()
    row.refresh_from_db()
    assert getattr(row, name) == "Theirs"

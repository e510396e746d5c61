"""What a newcomer sees first looks like a real consultation."""

import io
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.management import call_command

from accounts.enums import StakeholderGroup
from accounts.models import Membership, Organisation, Person, User
from discussions.enums import PostState, Standing, WindowState
from discussions.models import (
    Attachment,
    Document,
    DocumentFile,
    Post,
    Prompt,
    Space,
    SpaceRole,
    Version,
    Window,
)
from hub.kit.bilingual import is_complete, texts_of
from hub.kit.clock import database_now
from hub.kit.instants import in_zone, parse_instant
from hub.kit.models import FramePart, FrameText, Record
from hub.management.demonstration.spaces import FOLDER, SPACES, read, space_document
from tests import factories


@pytest.fixture
def loaded(db: None) -> None:
    call_command("load_demonstration", stdout=io.StringIO())


@pytest.mark.usefixtures("loaded")
def test_one_space_is_open_one_opens_soon_and_one_is_closed() -> None:
    now = database_now()
    states = {
        window.space.slug: window.state_at(now)
        for window in Window.objects.select_related("space")
    }
    assert states == {
        "progress-declaration": WindowState.OPEN,
        "network-workplan": WindowState.SCHEDULED,
        "labour-mobility": WindowState.CLOSED,
    }
    assert all(space.published_at for space in Space.objects.all())


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=9 * n) for n in range(41)])
def test_windows_stand_so_on_any_day_at_any_time(day: date) -> None:
    windows = {slug: space_document(slug, day)["space"]["windows"][0] for slug in SPACES}
    first, last = parse_instant(f"{day}T00:00:00Z"), parse_instant(f"{day}T23:59:59Z")
    week = timedelta(days=7)
    opened = windows["progress-declaration"]
    assert parse_instant(opened["opens_at"]) < first
    assert last + timedelta(days=2) < parse_instant(opened["closes_at"]) < first + week
    assert last + week < parse_instant(windows["network-workplan"]["opens_at"])
    assert parse_instant(windows["labour-mobility"]["closes_at"]) < first
    for window in windows.values():
        closes = in_zone(parse_instant(window["closes_at"]), window["time_zone"])
        assert f"{closes:%H:%M:%S}" == "23:59:59"
    for slug in SPACES:
        assert _latest(space_document(slug, day)["posts"]) < first


@pytest.mark.usefixtures("loaded")
def test_there_are_some_sixty_posts_in_four_languages_by_every_group() -> None:
    assert 55 <= Post.objects.count() <= 75
    languages = Counter(Version.objects.values_list("language", flat=True))
    assert set(languages) == {"en", "fr", "es", "ar"}
    assert min(languages.values()) >= 5
    assert set(Version.objects.values_list("speaker_group", flat=True)) == set(
        StakeholderGroup.values
    )
    assert max(Post.objects.values_list("depth", flat=True)) >= 3
    assert Attachment.objects.count() >= 10
    assert set(Post.objects.values_list("state", flat=True)) == set(PostState.values)
    assert set(Post.objects.values_list("standing", flat=True)) == set(Standing.values)
    assert Post.objects.filter(versions__number=2, state="published").exists()
    assert Post.objects.exclude(name_withheld="no").exists()
    assert Post.objects.exclude(outside_kind=None).exists()
    assert all(space.absent_numbers == 0 for space in Space.objects.all())


@pytest.mark.usefixtures("loaded")
def test_all_that_the_portal_says_is_there_in_both_languages() -> None:
    for space in Space.objects.all():
        assert is_complete(space, "title")
        assert is_complete(space, "mandate")
    assert all(is_complete(prompt, "text") for prompt in Prompt.objects.all())
    assert all(is_complete(document, "title") for document in Document.objects.all())
    for document in Document.objects.all():
        languages = document.files.values_list("language", flat=True)
        assert set(languages) >= set(settings.REQUIRED_LANGUAGES)
    assert {frame.key: texts_of(frame, "text") for frame in FrameText.objects.all()} == read(
        "frame"
    )
    assert set(read("frame")) == set(FramePart.values)


@pytest.mark.usefixtures("loaded")
def test_every_file_of_the_folder_is_used() -> None:
    said = sum(1 for path in (FOLDER / "files").rglob("*") if path.is_file())
    assert Attachment.objects.count() + DocumentFile.objects.count() == said
    assert {path.stem for path in FOLDER.glob("*.json")} == {*SPACES, "accounts", "frame"}


@pytest.mark.usefixtures("loaded")
def test_each_account_signs_in_with_the_password() -> None:
    for name in ("stakeholder", "colleague", "member", "moderator", "secretariat", "admin"):
        user = User.objects.get(email=f"{name}@example.org")
        assert user.check_password("consultation")
        assert EmailAddress.objects.filter(user=user, verified=True, primary=True).count() == 1
        assert user.person.name
        membership = Membership.objects.get(person=user.person, ended_at=None)
        assert membership.speaks_verified is membership.organisation.is_verified


@pytest.mark.usefixtures("loaded")
def test_accounts_have_their_rights_and_no_others() -> None:
    assert [user.email for user in User.objects.filter(is_secretariat=True)] == [
        "secretariat@example.org"
    ]
    assert [user.email for user in User.objects.filter(is_administrator=True)] == [
        "admin@example.org"
    ]
    assert set(SpaceRole.objects.values_list("user__email", "role", "space__slug")) == {
        ("moderator@example.org", "moderator", slug) for slug in SPACES
    }
    assert User.objects.count() == 6
    stakeholder, colleague, member = (
        Organisation.objects.get(memberships__person__user__email=f"{name}@example.org")
        for name in ("stakeholder", "colleague", "member")
    )
    assert stakeholder == colleague != member


@pytest.mark.usefixtures("loaded")
def test_accounts_are_the_authors_of_their_posts() -> None:
    for name in ("stakeholder", "colleague", "member", "moderator"):
        person = Person.objects.get(user__email=f"{name}@example.org")
        versions = Version.objects.filter(post__author=person)
        assert versions.exists()
        assert set(versions.values_list("speaker_name", flat=True)) == {person.name}
        assert Person.objects.filter(name=person.name).count() == 1
        assert Record.objects.filter(act="claim_person", subject_id=str(person.pk)).count() == 1


@pytest.mark.usefixtures("loaded")
def test_organisations_are_verified_as_their_texts_say() -> None:
    said = dict(
        Version.objects.exclude(speaker_organisation=None).values_list(
            "speaker_organisation", "speaker_verified"
        )
    )
    assert set(said.values()) == {True, False}
    for name, is_verified in said.items():
        assert Organisation.objects.get(name=name).is_verified == is_verified, name


@pytest.mark.django_db
@pytest.mark.parametrize("there", ["space", "account", "demonstration"])
def test_it_is_loaded_into_an_empty_portal_alone(there: str) -> None:
    if there == "space":
        factories.space()
    elif there == "account":
        User.objects.create_user("someone@test.example")
    else:
        call_command("load_demonstration", stdout=io.StringIO())
    before = (Space.objects.count(), User.objects.count(), Record.objects.count())
    out = io.StringIO()
    call_command("load_demonstration", stdout=out)
    assert "not empty" in out.getvalue()
    assert (Space.objects.count(), User.objects.count(), Record.objects.count()) == before


def _latest(value: Any) -> Any:
    instants = [parse_instant(post["versions"][-1]["received_at"]) for post in value]
    return max(instants, default=parse_instant("2000-01-01T00:00:00Z"))

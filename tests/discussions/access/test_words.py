"""The table of PRODUCT, section 1: who meets which text, name and file, in each state of a post."""

import pytest

from discussions.access.viewer import VISITOR, Viewer
from discussions.access.words import (
    Exposure,
    exposure_of,
    file_text_for,
    files_for,
    public_exposure_of,
    speaker_for,
    text_for,
)
from discussions.enums import PostState
from discussions.models import FileText, Post, Redaction, Version
from hub.kit.clock import database_now
from tests import factories, people

pytestmark = pytest.mark.django_db

INSIDERS = ("author", "moderator", "secretariat")
OUTSIDERS = ("visitor", "observer", "stranger", "colleague", "administrator", "other moderator")


class Scene:
    """A space with a post and the whole cast around it."""

    def __init__(self, **more: object) -> None:
        self.space = factories.space()
        author = people.stakeholder()
        self.post: Post = factories.post(
            self.space,
            author.person,
            "<p>The words themselves.</p>",
            speaker={"speaker_organisation": "Coastal Crossings", "speaker_country": "KE"},
            **more,
        )
        self.version: Version = self.post.latest_version
        elsewhere = factories.space("elsewhere", "EL")
        self.viewers: dict[str, Viewer] = {
            "visitor": VISITOR,
            "author": author.viewer,
            "colleague": people.colleague(author).viewer,
            "stranger": people.stranger().viewer,
            "moderator": people.moderator(self.space).viewer,
            "other moderator": people.moderator(elsewhere, "other@test.example").viewer,
            "secretariat": people.secretariat().viewer,
            "observer": people.observer(self.space).viewer,
            "administrator": people.administrator().viewer,
        }

    def redact(self, target: str) -> None:
        """Mask the text or the files for readers."""
        Redaction.objects.create(
            version=self.version, target=target, reason="personal-data", at=database_now()
        )
        self.version = Version.objects.get(pk=self.version.pk)  # as it is read from now on


@pytest.mark.parametrize("state", PostState.values)
def test_insiders_read_every_state_and_outsiders_published_texts_alone(state: str) -> None:
    merged = {}
    if state == "merged":
        survivor = factories.post(factories.space("survivor", "SV"))
        merged = {"merged_into": survivor}
    scene = Scene(state=state, **merged)
    for name in INSIDERS:
        assert text_for(scene.version, scene.post, scene.viewers[name]), name
        assert exposure_of(scene.post, scene.viewers[name]) == Exposure.TEXT, name
    for name in OUTSIDERS:
        text = text_for(scene.version, scene.post, scene.viewers[name])
        speaker = speaker_for(scene.version, scene.post, scene.viewers[name])
        is_public = state == "published"
        assert (text is not None, speaker is not None) == (is_public, is_public), name


@pytest.mark.parametrize(
    ("state", "exposure"),
    [
        ("published", Exposure.TEXT),
        ("hidden", Exposure.STUB),
        ("withdrawn", Exposure.STUB),
        ("pending", Exposure.LINE),
        ("returned", Exposure.LINE),
        ("rejected", Exposure.LINE),
    ],
)
def test_what_the_public_meets_of_a_state(state: str, exposure: Exposure) -> None:
    assert public_exposure_of(factories.post(factories.space(), state=state)) == exposure


def test_what_was_withdrawn_before_it_was_public_leaves_its_line_alone() -> None:
    post = factories.post(factories.space(), state="withdrawn", was_public=False)
    assert public_exposure_of(post) == Exposure.LINE


def test_a_version_that_waits_is_its_authors_and_staffs_alone() -> None:
    scene = Scene()
    correction = Version(post=scene.post, number=2, published_at=None, body="<p>New.</p>")
    assert text_for(correction, scene.post, VISITOR) is None
    assert text_for(correction, scene.post, scene.viewers["observer"]) is None


@pytest.mark.parametrize(
    ("withheld", "organisation", "country"),
    [("name", "Coastal Crossings", "KE"), ("name-and-organisation", "", None)],
)
def test_a_withheld_name_is_the_authors_own(
    withheld: str, organisation: str, country: str | None
) -> None:
    scene = Scene(name_withheld=withheld)
    factories.attachment(scene.version, "Amina Otieno statement.pdf")
    for name, viewer in scene.viewers.items():
        speaker = speaker_for(scene.version, scene.post, viewer)
        (file,) = files_for(scene.version, scene.post, viewer)
        assert speaker is not None
        if name == "author":
            assert (speaker.name, file.name) == ("Amina Otieno", "Amina Otieno statement.pdf")
            continue
        assert speaker.is_withheld, name
        assert speaker.name == "Name withheld", name
        assert (speaker.organisation, speaker.country) == (organisation, country), name
        assert file.name == "name-withheld_1.pdf", name


def test_only_an_act_on_record_looks_behind_a_withheld_name() -> None:
    scene = Scene(name_withheld="name-and-organisation")
    looking = Viewer(user_id=1, is_secretariat=True, looks_behind=True)
    speaker = speaker_for(scene.version, scene.post, looking)
    assert speaker is not None
    assert speaker.name == "Amina Otieno"


def test_a_masked_text_is_masked_for_all_but_its_author() -> None:
    scene = Scene()
    scene.redact("text")
    for name, viewer in scene.viewers.items():
        text = text_for(scene.version, scene.post, viewer)
        assert text is not None
        is_shown = name == "author"
        assert ("themselves" in text.html) is is_shown, name
        assert text.mask_reason == (None if is_shown else "personal-data"), name


def test_a_masked_file_keeps_its_name_and_cannot_be_fetched() -> None:
    scene = Scene()
    factories.attachment(scene.version, "note.pdf")
    scene.redact("file")
    for name, viewer in scene.viewers.items():
        (file,) = files_for(scene.version, scene.post, viewer)
        assert file.name == "note.pdf"
        assert file.is_masked is (name != "author"), name


def test_a_name_is_never_blank() -> None:
    nobody = {"speaker_name": None, "speaker_organisation": None, "speaker_group": None}
    post = factories.post(factories.space(), speaker=nobody)
    speaker = speaker_for(post.latest_version, post, VISITOR)
    assert speaker is not None
    assert (speaker.name, speaker.is_known) == ("Author not known", False)
    body = {"speaker_name": "", "speaker_organisation": "Harbour Union"}
    post = factories.post(factories.space("other", "OT"), speaker=body)
    speaker = speaker_for(post.latest_version, post, VISITOR)
    assert speaker is not None
    assert speaker.name == "Harbour Union"


def words_in_a_file(scene: Scene, viewer: Viewer) -> str | None:
    """What a viewer may search in the one file of the scene."""
    (file,) = scene.version.attachments.all()
    return file_text_for(file, scene.version, scene.post, viewer)


@pytest.mark.parametrize("state", ["published", "pending", "hidden"])
def test_the_words_in_a_file_are_for_those_who_may_have_the_file(state: str) -> None:
    scene = Scene(state=state)
    file = factories.attachment(scene.version)
    assert words_in_a_file(scene, scene.viewers["author"]) == ""  # not taken out yet
    FileText.objects.create(
        sha256=file.sha256,
        stored_as=file.stored_as,
        media_type=file.media_type,
        state="done",
        extracted="the words",
        finished_at=database_now(),
    )
    for name in INSIDERS:
        assert words_in_a_file(scene, scene.viewers[name]) == "the words", name
    for name in OUTSIDERS:
        found = words_in_a_file(scene, scene.viewers[name])
        assert found == ("the words" if state == "published" else None), name
    scene.redact("file")
    assert words_in_a_file(scene, scene.viewers["visitor"]) is None
    assert words_in_a_file(scene, scene.viewers["author"]) == "the words"

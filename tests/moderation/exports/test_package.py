"""The package for the co-facilitators, read back."""

import hashlib
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from accounts.models import Person
from discussions.enums import PostState
from discussions.models import CoSignatory, Endorsement, Post, Redaction, Space, Version
from hub.kit.clock import database_now
from hub.kit.instants import format_instant
from hub.kit.record import write_record
from hub.kit.sanitise import canonical_sha256
from moderation.enums import ExportPart
from moderation.exports.failure import ExportFailed
from moderation.exports.gather import gather
from moderation.exports.gathered import Order
from moderation.exports.package import check_package, pack
from moderation.exports.progress import Progress
from moderation.exports.wanted import GENERAL, ExportFilter
from tests import factories, people
from tests.discussions.scanning import AWAY, closed
from tests.moderation.exports.packages import TABLES, Package, exported
from tests.people import Actor

pytestmark = pytest.mark.django_db

SHEETS = [
    "About this workbook",
    "Submissions",
    "Replies",
    "Endorsements",
    "Co-signatories",
    "Attachments",
    "Contributors",
    "Late",
    "Counts",
    "Other versions",
    "Data dictionary",
]
STUBS = {"hidden", "merged", "withdrawn"}


@pytest.fixture
def paulo() -> Actor:
    """The secretariat."""
    return people.secretariat()


@pytest.fixture
def space() -> Space:
    return factories.space()


def correct(post: Post, body: str, **more: Any) -> Version:
    """A later version that readers see."""
    first = post.latest_version
    at = more.pop("received_at", first.received_at + timedelta(minutes=10))
    version = Version.objects.create(
        post=post,
        number=first.number + 1,
        received_at=at,
        published_at=more.pop("published_at", at),
        language=first.language,
        body=body,
        sha256=canonical_sha256(body),
        **{
            "standing": first.standing,
            "review": "approved",
            "speaker_name": "Imported Person",
            "speaker_organisation": "Some Organisation",
            "speaker_group": "civil-society",
            "speaker_capacity": "organisation",
            **more,
        },
    )
    post.latest_version = version
    if version.published_at is not None:
        post.public_version = version
    post.save()
    return version


def test_everything_is_in_it_and_agrees(space: Space, paulo: Actor) -> None:
    amina = people.stakeholder().person
    prompt = factories.prompt(space, 1)
    first = factories.post(space, amina, "<p>First.</p><ul><li>Point</li></ul>", prompt=prompt)
    factories.attachment(first.latest_version, "Our input.pdf", b"%PDF-1.4 one")
    reply = factories.post(space, None, "<p>Agreed.</p>", answers=first)
    deeper = factories.post(space, amina, "<p>Thanks.</p>", answers=reply)
    general = factories.post(space, None, "<p>In general.</p>", standing="late")
    Endorsement.objects.create(
        post=first, kind="organisation", endorser_name="Net B", stakeholder_group="trade-union"
    )
    Endorsement.objects.create(post=first, kind="person", endorser_name="Ann Other")
    CoSignatory.objects.create(post=first, organisation_name="Org C", state="confirmed")
    package = exported(space, paulo)

    assert package.names == [
        "README.en.txt",
        "README.fr.txt",
        "submissions.xlsx",
        "submissions.csv",
        "space.json",
        f"attachments/{first.reference}_Some-Organisation_1.pdf",
        "manifest.csv",
    ]
    assert package.workbook.sheetnames == SHEETS
    one, other = package.sheet("Submissions")
    assert (one["Reference"], one["Question"], one["Text"]) == ("RT-0001", 1, "First.\n\n- Point")
    assert (one["Name"], one["Organisation"]) == ("Amina Otieno", "Some Organisation")
    assert (one["State"], one["Stakeholder group"]) == ("Published", "Civil society")
    assert one["Received (UTC)"] == first.received_at.replace(tzinfo=None, microsecond=0)
    assert (one["Endorsements"], one["Co-signatories"], one["Files"]) == (1, 1, 1)
    assert one["SHA-256 of the text"] == first.latest_version.sha256
    assert (other["Reference"], other["Question"]) == (general.reference, 0)
    replies = package.sheet("Replies")
    assert [(r["Reference"], r["Depth"], r["In reply to"], r["Thread"]) for r in replies] == [
        (reply.reference, 1, first.reference, first.reference),
        (deeper.reference, 2, reply.reference, first.reference),
    ]
    assert [(r["Endorsed by"], r["Kind"]) for r in package.sheet("Endorsements")] == [
        ("Net B", "Organisation"),
        ("Ann Other", "Person"),
    ]
    assert [(r["Organisation"], r["Answer"]) for r in package.sheet("Co-signatories")] == [
        ("Org C", "Agreed")
    ]
    (late,) = package.sheet("Late")
    assert (late["Reference"], late["What came late"]) == (general.reference, "Whole input")
    contributors = package.sheet("Contributors")
    assert [(c["Name"], c["Submissions"], c["Replies"], c["Late"]) for c in contributors] == [
        ("Amina Otieno", 1, 1, 0),
        ("Imported Person", 1, 1, 1),
    ]
    (line,) = package.table("manifest.csv")
    content = package.member(line["path"])
    assert (line["reference"], line["original_name"]) == ("RT-0001", "Our input.pdf")
    assert line["sha256"] == hashlib.sha256(content).hexdigest()
    assert (int(line["size"]), content) == (12, b"%PDF-1.4 one")
    (file,) = package.sheet("Attachments")
    assert (file["Path"], file["Original name"], file["Current"]) == (
        line["path"],
        "Our input.pdf",
        True,
    )
    references = ["RT-0001", "RT-0002", "RT-0003", "RT-0004"]
    rows = package.table()
    assert [row["reference"] for row in rows] == references
    assert rows[0]["stakeholder_group"] == "civil-society"
    assert rows[0]["received_at"] == format_instant(first.received_at)
    assert [post["reference"] for post in package.data["posts"]] == references
    (named,) = package.data["posts"][0]["versions"][0]["attachments"]
    assert named["path"] == line["path"]
    counts = package.counts
    assert counts["received"] == counts["received.sum"] == counts["state.sum"] == 4
    assert counts["state.published"] == counts["export.in"] == counts["export.all"] == 4
    assert (counts["export.left-out"], counts["files.in"], counts["standing.late"]) == (0, 1, 1)
    assert (counts["question.1.submissions"], counts["question.0.submissions"]) == (1, 1)


@pytest.mark.parametrize("state", PostState.values)
def test_a_post_in_each_state_is_counted_and_shown_to_whom_it_may_be(
    state: str, space: Space, paulo: Actor
) -> None:
    survivor = factories.post(space, None, "<p>Survivor.</p>")
    more = {"merged_into": survivor} if state == "merged" else {}
    reason = None if state in {"published", "pending"} else "off-topic"
    post = factories.post(space, None, "<p>Secret words.</p>", state=state, reason=reason, **more)
    factories.attachment(post.latest_version, "Secret.pdf")
    public, restricted = exported(space, paulo), exported(space, paulo, "restricted")
    for package in (public, restricted):
        row = package.table()[1]
        assert (row["reference"], row["state"]) == (post.reference, state)
        assert row["reason"] == (reason or "")
        assert row["merged_into"] == ("RT-0001" if state == "merged" else "")
        assert package.counts[f"state.{state}"] == 1 + (state == "published")
        assert package.counts["received"] == package.counts["state.sum"] == 2
    is_public = state == "published"
    assert ("Secret" in public.all_that_can_be_read) is is_public
    assert ("attachments/RT-0002_Some-Organisation_1.pdf" in public.names) is is_public
    assert public.table()[1]["name"] == ("Imported Person" if is_public else "")
    shown = [p["reference"] for p in public.data["posts"]]
    assert (post.reference in shown) is (is_public or state in STUBS)
    assert restricted.table()[1]["text"] == "Secret words."
    assert "attachments/RT-0002_Some-Organisation_1.pdf" in restricted.names
    assert restricted.data["posts"][1]["state"] == state


def test_a_withheld_name_is_in_no_file_and_in_no_name_of_a_file(
    space: Space, paulo: Actor
) -> None:
    amina = people.stakeholder().person
    behind = ("Amina", "Otieno", "Hidden Shelter", "Hidden-Shelter", "Partner", "stakeholder@")
    post = factories.post(
        space,
        amina,
        "<p>What I saw.</p>",
        name_withheld="name-and-organisation",
        speaker={"speaker_organisation": "Hidden Shelter", "speaker_country": "KE"},
    )
    factories.attachment(post.latest_version, "Amina Otieno statement.pdf")
    CoSignatory.objects.create(post=post, organisation_name="Partner", state="confirmed")
    package = exported(space, paulo)
    for words in behind:
        assert words not in package.all_that_can_be_read
    assert f"attachments/{post.reference}_name-withheld_1.pdf" in package.names
    (row,) = package.table()
    assert (row["name"], row["organisation"], row["country"]) == ("Name withheld", "", "")
    assert (row["name_withheld"], row["stakeholder_group"]) == ("true", "civil-society")
    assert package.table("manifest.csv")[0]["original_name"] == "name-withheld_1.pdf"
    assert [c["Name"] for c in package.sheet("Contributors")] == ["Name withheld"]
    assert package.sheet("Co-signatories") == []

    restricted = exported(space, paulo, "restricted")
    assert restricted.table()[0]["name"] == "Amina Otieno"
    assert f"attachments/{post.reference}_Hidden-Shelter_1.pdf" in restricted.names


def test_a_withheld_name_may_leave_its_organisation(space: Space, paulo: Actor) -> None:
    amina = people.stakeholder().person
    post = factories.post(space, amina, name_withheld="name")
    factories.attachment(post.latest_version, "AO.pdf")
    package = exported(space, paulo)
    assert package.table()[0]["organisation"] == "Some Organisation"
    assert f"attachments/{post.reference}_name-withheld_1.pdf" in package.names
    assert "Amina" not in package.all_that_can_be_read


def test_masked_words_and_files_are_left_out_and_said_to_be(space: Space, paulo: Actor) -> None:
    post = factories.post(space, None, "<p>Call 555 0100.</p>")
    sealed = factories.attachment(post.latest_version, "list.pdf", b"%PDF-1.4 names")
    for target in ("text", "file"):
        Redaction.objects.create(
            version=post.latest_version, target=target, reason="personal-data", at=database_now()
        )
    package = exported(space, paulo)
    (row,) = package.table()
    assert (row["text"], row["masked"], row["text_sha256"]) == ("", "personal-data", "")
    assert "555 0100" not in package.all_that_can_be_read
    assert [name for name in package.names if name.startswith("attachments/")] == []
    (file,) = package.sheet("Attachments")
    assert (file["Original name"], file["Path"]) == ("list.pdf", None)
    assert (
        sealed.sha256 not in package.all_that_can_be_read
    )  # what is small could be found by trying
    assert (package.counts["files.in"], package.counts["files.masked"]) == (0, 1)
    restricted = exported(space, paulo, "restricted")
    assert restricted.table()[0]["text"] == "Call 555 0100."
    assert restricted.counts["files.in"] == 1
    assert restricted.sheet("Attachments")[0]["SHA-256"] == sealed.sha256


def test_words_that_are_withheld_are_masked_for_the_public_and_the_rest_is_there(
    space: Space, paulo: Actor
) -> None:
    body = "<p>In <strong>Nakuru</strong>, ask a@survivors.example.</p>"
    post = factories.post(space, None, body)
    sealed = factories.attachment(post.latest_version, "list.pdf", b"%PDF-1.4 sealed-words")
    factories.attachment(post.latest_version, "open.pdf", b"%PDF-1.4 open")
    lifted = Redaction(target="text", start=0, end=2, lifted_at=database_now())
    words = Redaction(target="text", start=3, end=9)
    file = Redaction(target="file", attachment=sealed)
    for position, row in enumerate((lifted, words, file)):
        row.version, row.position, row.reason, row.at = (
            post.latest_version,
            position,
            "personal-data",
            database_now(),
        )
        row.save()
    package = exported(space, paulo)
    (row_of_text,) = package.table()
    masked = "In [words withheld: personal data], ask [e-mail address]."
    assert (row_of_text["text"], row_of_text["masked"], row_of_text["text_sha256"]) == (
        masked,
        "personal-data",
        "",
    )
    for secret in ("Nakuru", "sealed-words", "survivors"):
        assert secret not in package.all_that_can_be_read
    attached = [name for name in package.names if name.startswith("attachments/")]
    assert len(attached) == 1
    files = [(f["Original name"], f["Path"] is None) for f in package.sheet("Attachments")]
    assert files == [("list.pdf", True), ("open.pdf", False)]
    assert (package.counts["files.in"], package.counts["files.masked"]) == (1, 1)
    (version,) = package.data["posts"][0]["versions"]
    assert version["body"] == f"<p>In <strong>{masked[3:34]}</strong>{masked[34:]}</p>"
    assert [one["target"] for one in version["redactions"]] == ["text", "file"]
    assert "sha256" not in version
    restricted = exported(space, paulo, "restricted")
    assert restricted.table()[0]["text"] == "In Nakuru, ask a@survivors.example."
    assert restricted.table()[0]["text_sha256"] == post.latest_version.sha256
    assert restricted.data["posts"][0]["versions"][0]["body"] == body
    assert restricted.counts["files.in"] == 2


def test_addresses_in_a_text_are_masked_for_the_public_alone(space: Space, paulo: Actor) -> None:
    post = factories.post(space, None, "<p>Write to a@survivors.example, +41 22 717 91 11.</p>")
    post.endorsements.create(
        kind="organisation", endorser_name="Union", reservation="But ask b@survivors.example."
    )
    package = exported(space, paulo)
    (row,) = package.table()
    assert (row["text"], row["masked"], row["text_sha256"]) == (
        "Write to [e-mail address], [phone number].",
        "",
        "",
    )
    assert "survivors" not in package.all_that_can_be_read
    assert "717" not in package.table()[0]["text"]
    restricted = exported(space, paulo, "restricted")
    assert restricted.table()[0]["text"] == "Write to a@survivors.example, +41 22 717 91 11."
    assert restricted.table()[0]["text_sha256"] == post.latest_version.sha256
    assert "b@survivors.example" in restricted.all_that_can_be_read


def test_addresses_of_people_are_in_no_variant(space: Space, paulo: Actor) -> None:
    amina = people.stakeholder().person
    outside = Person.objects.create(name="Outside", email="outside@mail.example")
    factories.post(space, amina)
    factories.post(space, outside)
    for variant in ("public", "restricted"):
        text = exported(space, paulo, variant).all_that_can_be_read
        assert "@mail.example" not in text
        assert "@test.example" not in text


def test_cells_never_become_formulas(space: Space, paulo: Actor) -> None:
    evil = '=HYPERLINK("http://evil.example";"x")'
    post = factories.post(
        space, None, f"<p>{evil}</p>", speaker={"speaker_name": "+cmd|' /C calc'!A0"}
    )
    factories.attachment(post.latest_version, "@SUM(1+1).pdf")
    Endorsement.objects.create(post=post, kind="person", endorser_name="-2+3+cmd|x")
    package = exported(space, paulo)
    for sheet in package.workbook:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    assert package.sheet("Submissions")[0]["Text"] == evil
    for table in ("submissions.csv", "manifest.csv"):
        for line in package.table(table):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in line.values())


@pytest.mark.parametrize(
    "organisation",
    ["../../etc/passwd", "C:\\Windows\\x", "a/b", "CON", "Ñandú & Œuvre – Côte", "منظمة", "a\u202eb", "." * 300],
)  # fmt: skip
def test_files_stay_in_their_folder_whatever_people_are_called(
    organisation: str, space: Space, paulo: Actor
) -> None:
    post = factories.post(space, None, speaker={"speaker_organisation": organisation})
    for name in ("../x.pdf", "same.pdf", "SAME.pdf", "no extension", "x.p/df"):
        factories.attachment(post.latest_version, name)
    files = [name for name in exported(space, paulo).names if name.startswith("attachments/")]
    assert len({name.casefold() for name in files}) == 5
    for name in files:
        assert not {unicodedata.category(letter)[0] for letter in name} & set("CZ"), name
        assert name.count("/") == 1
        assert ".." not in name
        assert "\\" not in name


def test_texts_of_all_scripts_come_through(space: Space, paulo: Actor) -> None:
    spanish = "¿Qué protección tendrán las niñas y los niños? «Ninguna», dijo el señor Núñez."
    arabic = "نرحب بالإعلان ونطلب فتح مسارات نظامية."
    factories.post(space, None, f"<p>{spanish}</p>", language="es")
    factories.post(space, None, f"<p>{arabic}</p>", language="ar")
    package = exported(space, paulo)
    assert [row["text"] for row in package.table()] == [spanish, arabic]
    assert [row["Text"] for row in package.sheet("Submissions")] == [spanish, arabic]
    assert [row["Language"] for row in package.sheet("Submissions")] == ["Spanish", "Arabic"]
    assert [row["language"] for row in package.table()] == ["es", "ar"]


def test_the_same_bytes_twice(space: Space, paulo: Actor) -> None:
    for _ in range(3):
        post = factories.post(space, people.actor(f"{_}@test.example", f"N {_}").person)
        factories.attachment(post.latest_version)
    write_record("publish", ("post", post.pk), by=None, space_id=space.pk)
    first = exported(space, paulo)
    write_record("export-requested", ("export", 1), by=None, space_id=space.pk)
    assert exported(space, paulo).content == first.content
    assert exported(space, paulo, language="fr").content != first.content
    write_record("hide", ("post", post.pk), by=None, space_id=space.pk)
    assert {info.date_time[:1] for info in first.zip.infolist()} == {(database_now().year,)}


def test_the_cut_off_is_the_last_act_on_record_and_stands_everywhere(
    space: Space, paulo: Actor
) -> None:
    factories.post(space)
    record = write_record("publish", ("post", 1), by=None, space_id=space.pk)
    record.refresh_from_db()
    package = exported(space, paulo)
    assert package.data["exported_at"] == format_instant(record.at)
    assert package.workbook.properties.created == record.at.replace(tzinfo=None, microsecond=0)
    assert format_instant(record.at) in package.member("README.en.txt").decode()


def test_without_any_act_it_is_the_making_of_the_space(paulo: Actor) -> None:
    made = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)
    space = factories.space(created_at=made)
    assert exported(space, paulo).data["exported_at"] == "2026-02-03T04:05:06Z"


def test_a_correction_counts_and_earlier_files_stay_beside_it(space: Space, paulo: Actor) -> None:
    post = factories.post(space, None, "<p>Wrong.</p>")
    factories.attachment(post.latest_version, "wrong.pdf", b"%PDF-1.4 wrong")
    factories.attachment(correct(post, "<p>Right.</p>"), "right.pdf", b"%PDF-1.4 right")
    package = exported(space, paulo)
    (row,) = package.table()
    assert (row["text"], row["version"], row["files"]) == ("Right.", "2", "1")
    assert package.member("attachments/RT-0001_Some-Organisation_1.pdf") == b"%PDF-1.4 right"
    assert package.member("attachments/RT-0001_Some-Organisation_v1_1.pdf") == b"%PDF-1.4 wrong"


def test_a_late_correction_stands_apart_and_the_last_one_in_time_counts(
    space: Space, paulo: Actor
) -> None:
    window = factories.window(space, "closed", late_policy="mark")
    post = factories.post(space, None, "<p>In time.</p>")
    correct(post, "<p>Too late.</p>", standing="late")
    package = exported(space, paulo)
    (row,) = package.table()
    assert (row["text"], row["version"], row["late_version"]) == ("In time.", "1", "2")
    (late,) = package.sheet("Late")
    assert (late["What came late"], late["Text"]) == ("Late version", "Too late.")
    assert window.closes_at is not None
    assert late["Closed (UTC)"] == window.closes_at.replace(tzinfo=None, microsecond=0)
    assert package.counts["standing.late"] == 0


def test_a_correction_that_waits_is_not_public_and_does_not_count(
    space: Space, paulo: Actor
) -> None:
    post = factories.post(space, None, "<p>Public.</p>")
    correct(post, "<p>Waits.</p>", published_at=None, review="waiting")
    public, restricted = exported(space, paulo), exported(space, paulo, "restricted")
    assert "Waits." not in public.all_that_can_be_read
    assert restricted.table()[0]["text"] == "Public."
    assert [v["body"] for v in restricted.data["posts"][0]["versions"]] == [
        "<p>Public.</p>",
        "<p>Waits.</p>",
    ]


def test_a_filter_leaves_out_and_counts_what_it_left_out(space: Space, paulo: Actor) -> None:
    one, two = factories.prompt(space, 1), factories.prompt(space, 2)
    first = factories.post(space, None, prompt=one)
    reply = factories.post(space, None, answers=first, speaker={"speaker_group": "media"})
    other = factories.post(space, None, prompt=two)
    general = factories.post(space, None, state="pending")
    for post in (first, other):
        factories.attachment(post.latest_version)

    def references(**chosen: Any) -> list[str]:
        package = exported(space, paulo, "restricted", **chosen)
        counts = package.counts
        taken = [row["reference"] for row in package.table()]
        assert counts["export.in"] + counts["export.left-out"] == counts["export.all"] == 4
        assert counts["export.in"] == len(taken)
        assert counts["received"] == 4
        files = [name for name in package.names if name.startswith("attachments/")]
        assert {name.split("/")[1].split("_")[0] for name in files} <= set(taken)
        return taken

    assert references(prompts=(1,)) == [first.reference, reply.reference]
    assert references(prompts=(2, GENERAL)) == [other.reference, general.reference]
    assert references(groups=("media",)) == [reply.reference]
    assert references(states=("pending",)) == [general.reference]
    assert references(prompts=(1,), states=("pending",)) == []


def test_a_reply_without_what_it_answers_names_it_all_the_same(space: Space, paulo: Actor) -> None:
    first = factories.post(space, None, "<p>Left out.</p>")
    factories.post(space, None, answers=first, speaker={"speaker_group": "media"})
    package = exported(space, paulo, groups=("media",))
    assert [row["parent"] for row in package.table()] == ["RT-0001"]
    assert "Left out." not in package.all_that_can_be_read
    bare, reply = package.data["posts"]
    assert (bare["reference"], bare["versions"][0]["body"]) == ("RT-0001", "")
    assert reply["in_reply_to"] == bare["id"]


def test_readers_do_not_learn_the_group_of_what_is_not_public_from_a_filter(
    space: Space, paulo: Actor
) -> None:
    factories.post(space, None, state="pending", speaker={"speaker_group": "media"})
    assert exported(space, paulo, groups=("media",)).table() == []
    assert len(exported(space, paulo, "restricted", groups=("media",)).table()) == 1


def test_headings_and_words_are_in_the_language_of_the_page(space: Space, paulo: Actor) -> None:
    factories.post(space, None, name_withheld="name")
    package = exported(space, paulo, language="fr")
    assert "Titre de roundtable" in package.workbook.properties.title
    assert "Titre de roundtable" in package.member("README.fr.txt").decode()
    assert "Title of roundtable" in package.member("README.en.txt").decode()


def test_the_readme_explains_every_column(space: Space, paulo: Actor) -> None:
    package = exported(space, paulo, states=("published",))
    text = package.member("README.en.txt").decode()
    for sheet in package.workbook:
        for (title,) in sheet.iter_cols(max_row=1, values_only=True):
            assert f"- {title}: " in text
    for name in ("submissions.csv", "manifest.csv"):
        header = package.member(name).decode("utf-8-sig").splitlines()[0]
        for key in header.split(","):
            assert f"- {key}: " in text
    assert "- States: Published" in text
    assert "Name withheld" not in text.split("Columns")[0]


def test_the_readme_speaks_of_the_parts_that_are_there(space: Space, paulo: Actor) -> None:
    factories.post(space)
    package = exported(space, paulo, parts=(ExportPart.CSV, ExportPart.JSON))
    text = package.member("README.en.txt").decode()
    assert "- submissions.csv: " in text
    assert "- space.json: " in text
    for absent in (
        "submissions.xlsx",
        "attachments/",
        "manifest.csv",
        "compilation",
        "sheet Late",
    ):
        assert absent not in text.replace("sheet of", "")


def test_documents_of_the_space_are_in_it(space: Space, paulo: Actor) -> None:
    from discussions.models import Document, DocumentFile
    from hub.kit.storage import keep

    document = Document.objects.create(space=space, title_en="Zero Draft", title="Zero Draft")
    import io

    stored = keep(io.BytesIO(b"%PDF-1.4 draft"))
    DocumentFile.objects.create(
        document=document,
        name="draft.pdf",
        language="en",
        media_type="application/pdf",
        size=stored.size,
        sha256=stored.sha256,
        stored_as=stored.stored_as,
    )
    package = exported(space, paulo)
    (line,) = package.table("manifest.csv")
    assert (line["reference"], line["original_name"]) == ("", "draft.pdf")
    assert line["path"].endswith("_Zero-Draft_en_1.pdf")
    (named,) = package.data["space"]["documents"][0]["files"]
    assert named["file"]["path"] == line["path"]


def lose(post: Post) -> None:
    """Take a post away behind the code's back."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("discussions_post", "discussions_version"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(
            "DELETE FROM discussions_versionwords WHERE version_id IN"
            " (SELECT id FROM discussions_version WHERE post_id = %s)",
            [post.pk],
        )
        cursor.execute("DELETE FROM discussions_version WHERE post_id = %s", [post.pk])
        cursor.execute("DELETE FROM discussions_post WHERE id = %s", [post.pk])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("discussions_post", "discussions_version"):
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_it_fails_when_a_post_was_lost(space: Space, paulo: Actor) -> None:
    factories.post(space)
    lost = factories.post(space)
    factories.post(space)
    assert exported(space, paulo).counts["received"] == 3
    lose(lost)
    with pytest.raises(ExportFailed) as failed:
        exported(space, paulo)
    assert failed.value.code == "counts-differ"
    assert failed.value.facts == {"check": "received", "expected": 3, "found": 2}


def test_references_that_an_imported_archive_did_not_hold_are_told_not_missed(
    space: Space, paulo: Actor
) -> None:
    factories.post(space)
    Space.objects.filter(pk=space.pk).update(last_number=5, absent_numbers=4)
    counts = exported(space, paulo).counts
    assert (counts["received"], counts["received.absent"], counts["received.issued"]) == (5, 4, 1)


def test_posts_that_were_moved_between_spaces_are_counted_on_both_sides(
    space: Space, paulo: Actor
) -> None:
    other = factories.space("other", "OT")
    moved = factories.post(other)
    moved.moves.create(at=database_now(), reference="RT-0001", had_reference=True)
    Space.objects.filter(pk=space.pk).update(last_number=1)
    counts = exported(space, paulo).counts
    assert (counts["received.issued"], counts["moved-out"], counts["state.sum"]) == (1, 1, 1)
    counts = exported(other, paulo).counts
    assert (counts["received.moved-in"], counts["received.issued"]) == (1, 0)
    assert counts["state.sum"] == counts["received"] == 1


@pytest.mark.parametrize("fault", ["changed", "missing"])
def test_it_fails_when_a_stored_file_is_not_what_was_received(
    fault: str, space: Space, paulo: Actor
) -> None:
    from hub.kit.storage import path_of

    post = factories.post(space)
    stored = path_of(factories.attachment(post.latest_version).stored_as)
    if fault == "changed":
        stored.write_bytes(b"%PDF-1.4 y")
    else:
        stored.unlink()
    with pytest.raises(ExportFailed) as failed:
        exported(space, paulo)
    assert failed.value.code == {"changed": "file-differs", "missing": "file-missing"}[fault]


@pytest.mark.parametrize(
    "fault", ["submissions.csv", "sheet-replies", "manifest.csv", "space.json"]
)
def test_it_fails_when_a_finished_file_lacks_something(
    fault: str, space: Space, paulo: Actor, tmp_path: Any
) -> None:
    """The finished files are counted, whatever was counted while they were written."""
    post = factories.post(space)
    factories.attachment(post.latest_version)
    order = Order(space, ExportFilter(), "public", paulo.viewer, TABLES)
    gathered = gather(order, tmp_path, Progress())
    path = pack(gathered, Progress())
    if fault == "sheet-replies":
        gathered.tally.rows["replies"] += 1
    elif fault == "submissions.csv":
        gathered.tally.taken["published"] += 1
    elif fault == "space.json":
        gathered.references.add("RT-0002")
    else:
        _drop_a_line_of_the_manifest(path)
    with pytest.raises(ExportFailed) as failed:
        check_package(path, gathered, lambda: None)
    assert failed.value.facts["check"] == fault


def _drop_a_line_of_the_manifest(path: Any) -> None:
    import zipfile

    package = Package(path.read_bytes())
    with zipfile.ZipFile(path, "w") as changed:
        for name in package.names:
            content = package.member(name)
            if name == "manifest.csv":
                content = content.splitlines(keepends=True)[0]
            changed.writestr(name, content)


def test_statements_do_not_depend_on_the_number_of_posts(
    space: Space, paulo: Actor, django_assert_num_queries: Any
) -> None:
    factories.prompt(space)

    def one_more() -> None:
        post = factories.post(space, people.actor(f"{database_now()}@test.example", "N").person)
        factories.attachment(post.latest_version)
        Endorsement.objects.create(post=post, kind="person", endorser_name="Ann")

    one_more()
    with django_assert_num_queries(46):
        exported(space, paulo)
    one_more()
    one_more()
    with django_assert_num_queries(46):
        exported(space, paulo)


def test_endorsements_are_counted_by_group_and_names_taken_out_are_not_there(
    space: Space, paulo: Actor
) -> None:
    post = factories.post(space)
    for name, group in (("Union", "trade-union"), ("Network", "civil-society"), ("Old", None)):
        Endorsement.objects.create(
            post=post, kind="organisation", endorser_name=name, stakeholder_group=group
        )
    Endorsement.objects.create(
        post=post,
        kind="organisation",
        endorser_name="Gone",
        stakeholder_group="trade-union",
        withdrawn_at=database_now(),
    )
    for name, more in (
        ("Zeta", {"stakeholder_group": "civil-society"}),
        ("Valdoria", {"stakeholder_group": "member-state"}),
        ("Taken out", {"removed_at": database_now()}),
    ):
        CoSignatory.objects.create(
            post=post,
            organisation_name=name,
            state="confirmed",
            version=post.latest_version,
            **more,
        )
    package = exported(space, paulo)
    counts = {row["Code"]: row["Number"] for row in package.sheet("Counts")}
    assert counts["endorsements.organisation"] == 3
    assert counts["endorsements.group.trade-union"] == 1
    assert counts["endorsements.group.civil-society"] == 1
    assert counts["endorsements.group.unknown"] == 1
    signed = package.sheet("Co-signatories")
    assert [(row["Organisation"], row["Version"]) for row in signed] == [
        ("Valdoria", 1),
        ("Zeta", 1),
    ]


@pytest.mark.parametrize("variant", ["public", "restricted"])
def test_files_that_the_virus_scanner_keeps_closed_are_left_out_with_their_reason(
    space: Space, paulo: Actor, variant: str, settings: Any
) -> None:
    settings.CLAMAV_URL = AWAY
    post = factories.post(space)
    for number, state in enumerate(("waiting", "infected", "clean")):
        name = f"{state}.pdf"
        file = factories.attachment(post.latest_version, name, b"%PDF-1.4 " + b"x" * number)
        closed(file, state)
    package = exported(space, paulo, variant)
    lines = [
        (row["Original name"], row["Path"] is None, row["Left out because"])
        for row in package.sheet("Attachments")
    ]
    assert lines == [
        ("waiting.pdf", True, "Not checked for viruses yet"),
        ("infected.pdf", True, "A virus was found in it"),
        ("clean.pdf", False, None),
    ]
    counts = package.counts
    keys = ("files.in", "files.masked", "files.not-scanned", "files.virus")
    assert [counts[key] for key in keys] == [1, 0, 1, 1]
    assert len([name for name in package.names if name.startswith("attachments/")]) == 1
    assert len(package.data["posts"][0]["versions"][0]["attachments"]) == 1

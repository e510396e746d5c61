"""Withholding a name on the form and after, looking behind, and what the author is warned of."""

import html
import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from accounts.models import Person
from discussions.access.viewer import looking_behind
from discussions.access.words import files_for, text_for
from discussions.models import Draft, Post
from hub.kit.clock import database_now
from hub.kit.models import Record
from tests import factories, people
from tests.discussions.writing import form, pdf
from tests.people import signed_in

pytestmark = pytest.mark.django_db

BODY = "Write to amina@survivors.example or +254 712 345 678."


def page_of(client: Client, address: str) -> str:
    return html.unescape(client.get(address).content.decode())


def test_the_form_asks_for_it_folded_and_says_what_readers_see_and_who_can_look() -> None:
    factories.space()
    page = page_of(signed_in(people.stakeholder()), "/en/spaces/roundtable/submit/")
    assert '<details class="field">' in page
    assert "Withhold your name from readers" in page
    assert "each look is recorded" in page
    assert re.search('name="name_withheld" value="no"[^>]*checked', page)


def test_the_preview_shows_name_text_and_files_as_readers_will_and_tells_what_is_masked() -> None:
    factories.space()
    answer = signed_in(people.stakeholder()).post(
        "/en/spaces/roundtable/submit/",
        form(BODY, action="preview", name_withheld="name", files=pdf("Amina Otieno.pdf")),
    )
    page = html.unescape(answer.content.decode())
    article = page[page.index("<article") : page.index("</article>")]
    assert "Name withheld" in article
    assert "Coastal Crossings" in article
    assert "[e-mail address] or [phone number]" in article
    assert "name-withheld_1.pdf" in article
    for secret in ("Amina", "survivors.example", "254"):
        assert secret not in article
    assert "2 addresses and numbers in your text are masked for readers" in page
    assert "<bdi>amina@survivors.example</bdi>" in page
    assert '<input type="hidden" name="name_withheld" value="name">' in page
    assert BODY in page  # it is sent as it was written


def test_what_was_previewed_is_sent_whole_and_masked_for_others() -> None:
    space, author = factories.space(review="after-publishing"), people.stakeholder()
    client = signed_in(author)
    client.post("/en/spaces/roundtable/submit/", form(BODY, name_withheld="name"))
    post = Post.objects.get(space=space)
    assert post.name_withheld == "name"
    own = page_of(client, f"/en/posts/{post.reference}/")
    assert "amina@survivors.example" in own
    assert "Readers see masks in place of 2 e-mail addresses and phone numbers" in own
    public = page_of(Client(), f"/en/posts/{post.reference}/")
    assert "Name withheld" in public
    assert "[e-mail address] or [phone number]" in public
    assert "Readers see masks" not in public
    receipt = page_of(client, f"/en/posts/{post.reference}/receipt/")
    assert "Readers see masks in place of 2" in receipt
    assert f"/en/posts/{post.reference}/name/" in receipt


def test_a_name_withheld_later_leaves_the_kept_pages_at_once() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    addresses = [
        f"/en/posts/{post.reference}/",
        "/en/spaces/roundtable/",
        "/en/spaces/roundtable/general/",
        "/en/spaces/roundtable/register/",
        f"/en/posts/{post.reference}/versions/1/",
    ]
    for address in addresses:
        assert "Amina Otieno" in page_of(Client(), address), address
    mine = signed_in(author)
    asked = page_of(mine, f"/en/posts/{post.reference}/name/")
    assert "cannot be called back" in asked
    answer = mine.post(
        f"/en/posts/{post.reference}/name/", {"name_withheld": "name-and-organisation"}
    )
    assert (answer.status_code, answer["Location"]) == (
        303,
        f"/en/posts/{post.reference}/receipt/",
    )
    for address in addresses:
        page = page_of(Client(), address)
        assert "Name withheld" in page, address
        for secret in ("Amina", "Otieno", "Some Organisation", ">AO<"):
            assert secret not in page, (address, secret)


def test_a_choice_that_is_none_is_said_and_changes_nothing() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person)
    answer = signed_in(author).post(f"/en/posts/{post.reference}/name/", {"name_withheld": "x"})
    assert answer.status_code == 400
    post.refresh_from_db()
    assert post.name_withheld == "no"


def test_the_name_page_is_the_authors_alone() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name")
    address = f"/en/posts/{post.reference}/name/"
    assert Client().get(address).status_code == 302
    for other in (people.moderator(space), people.secretariat(), people.administrator()):
        for answer in (
            signed_in(other).get(address),
            signed_in(other).post(address, {"name_withheld": "no"}),
        ):
            assert answer.status_code == 403
            assert "Amina" not in answer.content.decode()


def test_a_look_is_asked_for_first_and_shown_once_in_the_answer_of_its_post() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(
        space,
        author.person,
        f"<p>{BODY}</p>",
        name_withheld="name-and-organisation",
        state="pending",
    )
    factories.attachment(post.latest_version, "Amina Otieno.pdf")
    client = signed_in(people.moderator(space))
    address = f"/en/posts/{post.reference}/behind/"
    assert address in page_of(client, f"/en/posts/{post.reference}/")
    assert address in page_of(client, f"/en/moderation/?post={post.reference}")
    asked = page_of(client, address)
    assert "This is recorded" in asked
    assert not Record.objects.filter(act="look-behind").exists()
    for _ in range(2):
        answer = client.post(address, {"reason": "identity"})
        page = html.unescape(answer.content.decode())
        for words in ("Amina Otieno", "Some Organisation", BODY, "Amina Otieno.pdf"):
            assert words in page, words
        assert author.user.email not in page  # for the secretariat alone
        assert "no-store" in answer["Cache-Control"]
    assert Record.objects.filter(act="look-behind", reason="identity").count() == 2
    for told in (asked, page_of(client, f"/en/posts/{post.reference}/")):
        for secret in ("Amina", "Some Organisation", "survivors.example", "254 712"):
            assert secret not in told, secret


@pytest.mark.parametrize(
    ("came_from", "leads_back"),
    [
        ("http://testserver/en/moderation/?show=all&post=RT-0001", True),
        ("http://testserver/en/moderation/posts/RT-0001/redact/", True),
        ("http://testserver/en/posts/RT-0001/", False),
        ("https://elsewhere.example/en/moderation/", False),
        ("", False),
    ],
)
def test_a_look_leads_back_to_the_review_from_which_it_was_asked_for(
    came_from: str, leads_back: bool
) -> None:
    space = factories.space()
    post = factories.post(space, name_withheld="name")
    client = signed_in(people.moderator(space))
    answer = client.post(f"/en/posts/{post.reference}/behind/", headers={"referer": came_from})
    page = html.unescape(answer.content.decode())
    assert ("Back to the review" in page) is leads_back
    if leads_back:
        assert f'href="{came_from.removeprefix("http://testserver")}"' in page
    assert "elsewhere.example" not in page


def test_the_secretariat_sees_the_authors_address_too() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name")
    answer = signed_in(people.secretariat()).post(f"/en/posts/{post.reference}/behind/")
    assert author.user.email in answer.content.decode()


def test_nobody_else_looks_behind() -> None:
    space, author = factories.space(), people.stakeholder()
    elsewhere = factories.space("elsewhere", "EL")
    post = factories.post(space, author.person, name_withheld="name")
    address = f"/en/posts/{post.reference}/behind/"
    assert Client().get(address).status_code == 302
    assert Client().post(address).status_code == 403
    others = [
        people.observer(space),
        people.administrator(),
        people.stranger(),
        people.colleague(author),
        people.moderator(elsewhere),
    ]
    for other in others:
        client = signed_in(other)
        assert address not in page_of(client, f"/en/posts/{post.reference}/")
        for answer in (client.get(address), client.post(address, {"reason": "review"})):
            assert answer.status_code == 403
            assert "Amina" not in answer.content.decode()
    assert not Record.objects.filter(act="look-behind").exists()


def test_staff_get_no_text_under_a_hash_that_is_not_its_own() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, f"<p>{BODY}</p>", name_withheld="name")
    address = f"/en/posts/{post.reference}/receipt/?text=1"
    assert signed_in(author).get(address).content.decode() == f"<p>{BODY}</p>"
    assert signed_in(people.secretariat()).get(address).status_code == 404


def test_a_receipt_does_not_call_a_withheld_organisation_a_personal_capacity() -> None:
    space, author = factories.space(), people.stakeholder()
    post = factories.post(space, author.person, name_withheld="name-and-organisation")
    address = f"/en/posts/{post.reference}/receipt/"
    told = page_of(signed_in(people.moderator(space)), address)
    assert "Organisation withheld" in told
    assert "Amina" not in told


def test_staff_who_mend_what_they_entered_send_no_masks_in_place_of_words_and_look_on_record() -> (
    None
):
    space, entity = factories.space(), Person.objects.create(name="Amina Otieno")
    moderator = people.moderator(space)
    post = factories.post(
        space,
        entity,
        f"<p>{BODY}</p>",
        name_withheld="name",
        outside_kind="mail",
        outside_received_on=database_now().date(),
        outside_entered_by=moderator.person,
    )
    file = factories.attachment(post.latest_version, "Amina Otieno.pdf")
    client, address = signed_in(moderator), f"/en/posts/{post.reference}/correct/"
    page = page_of(client, address)
    assert BODY in page
    assert [row.reason for row in Record.objects.filter(act="look-behind")] == ["mending"]
    name = re.search(f'name="name_{file.pk}" value="([^"]*)"', page)
    assert name is not None
    sent = form(f"{BODY} Mended.", keep=str(file.pk), **{f"name_{file.pk}": name[1]})
    assert client.post(address, sent).status_code == 303
    post.refresh_from_db()
    assert post.latest_version.number == 2
    assert post.name_withheld == "name"
    eyes = looking_behind(moderator.viewer)
    text = text_for(post.latest_version, post, eyes)
    assert text is not None
    assert text.html == f"<p>{BODY} Mended.</p>"
    assert [one.name for one in files_for(post.latest_version, post, eyes)] == ["Amina Otieno.pdf"]


def docx(author: str) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr(
            "[Content_Types].xml",
            '<Types><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats'
            '-officedocument.wordprocessingml.document.main+xml"/></Types>',
        )
        archive.writestr("word/document.xml", "<w:document/>")
        archive.writestr(
            "docProps/core.xml",
            f"<cp:coreProperties><dc:creator>{author}</dc:creator></cp:coreProperties>",
        )
    return kept.getvalue()


def test_a_file_that_was_sent_ahead_says_whom_its_properties_name() -> None:
    client = signed_in(people.stakeholder())
    answer = client.post("/en/uploads/", {"file": pdf("note.docx", docx("Amina Otieno"))})
    assert answer.json()["note"].startswith("Its properties name Amina Otieno.")
    assert "note" not in client.post("/en/uploads/", {"file": pdf("note.pdf")}).json()


@pytest.mark.parametrize(("withheld", "is_warned"), [("name", True), ("no", False)])
def test_who_withholds_a_name_is_warned_of_names_in_the_properties_of_files(
    withheld: str, is_warned: bool
) -> None:
    factories.space()
    sent: dict[str, Any] = form(
        "We agree.",
        action="preview",
        name_withheld=withheld,
        files=pdf("note.docx", docx("Amina Otieno")),
    )
    client = signed_in(people.stakeholder())
    page = html.unescape(client.post("/en/spaces/roundtable/submit/", sent).content.decode())
    warned = "The file note.docx names an author: Amina Otieno. Take it out before you send it."
    assert (warned in page) is is_warned


@pytest.mark.parametrize("action", ["edit", "preview", "send"])
def test_each_page_that_answers_staff_who_mend_is_one_look_on_record(action: str) -> None:
    space, entity = factories.space(), Person.objects.create(name="Amina Otieno")
    moderator = people.moderator(space)
    post = factories.post(
        space,
        entity,
        name_withheld="name",
        outside_kind="mail",
        outside_received_on=database_now().date(),
        outside_entered_by=moderator.person,
    )
    factories.attachment(post.latest_version, "Amina Otieno.pdf")
    client, address = signed_in(moderator), f"/en/posts/{post.reference}/correct/"
    looks = Record.objects.filter(act="look-behind", reason="mending")
    for number in (1, 2):
        body = "" if action == "send" else "Mended."  # one that cannot be sent comes back
        answer = client.post(address, form(body, action=action), follow=True)
        assert answer.status_code == (400 if action == "send" else 200)
        assert looks.count() == number
    revision = str(Draft.objects.get().revision)
    saved = client.post(address, form("Kept.", action="save", revision=revision))
    assert saved.status_code == 303
    assert client.post(address, form("Mended.")).status_code == 303
    assert looks.count() == 2  # what only leads elsewhere shows nothing

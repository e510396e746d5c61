"""Forms of the administration change what their sender changed, on what stands there now."""

import threading

import pytest
from django.db import connection

from accounts.models import Person
from hub.kit.models import FrameText, Record
from tests import people
from tests.administration import as_it_stands, as_shown
from tests.people import signed_in


def test_who_changes_what_a_colleague_changed_is_told_keeps_it_and_may_mean_it(
    db: None,
) -> None:
    as_admin = signed_in(people.administrator())
    page = f"/en/admin/kit/frametext/{FrameText.objects.get(key='contact').pk}/change/"
    mine = as_shown(as_admin, page) | {"text_en": "Mine"}
    theirs = as_shown(as_admin, page) | {"text_en": "<p>Theirs</p>", "text_fr": "<p>Le leur</p>"}
    as_admin.post(page, theirs)
    for _ in range(2):  # an old form is refused however often it is sent
        response = as_admin.post(page, mine)
        words = response.content.decode()
        assert "This was changed after you opened it." in words
        assert "what was saved: &lt;p&gt;Theirs&lt;/p&gt;" in words
        assert words.count("Taken over as it was saved") == 1
    assert FrameText.objects.get(key="contact").text_en == "<p>Theirs</p>"  # type: ignore[attr-defined]  # a column of modeltranslation
    merged = as_it_stands(response.content)
    assert (merged["text_en"], merged["text_fr"]) == (["Mine"], ["<p>Le leur</p>"])
    assert as_admin.post(page, merged).status_code == 302
    row = FrameText.objects.get(key="contact")
    assert (row.text_en, row.text_fr) == ("<p>Mine</p>", "<p>Le leur</p>")  # type: ignore[attr-defined]  # a column of modeltranslation
    assert Record.objects.latest("pk").detail == {"fields": ["text_en"]}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("fields", [("name", "name"), ("name", "country")], ids=["same", "other"])
def test_of_two_who_save_at_once_nobody_undoes_the_other_in_silence(
    fields: tuple[str, str],
) -> None:
    row = people.stakeholder().person
    page = f"/en/admin/accounts/person/{row.pk}/change/"
    client = signed_in(people.administrator())
    values = {"name": ("Amina One", "Amina Two"), "country": ("FR", "FR")}
    forms = [
        as_shown(client, page) | {name: values[name][index]} for index, name in enumerate(fields)
    ]
    begin, answers = threading.Barrier(2), []

    def save(form: dict[str, object]) -> None:
        try:
            begin.wait(10)
            answers.append(client.post(page, form).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=save, args=[form]) for form in forms]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    row = Person.objects.get(pk=row.pk)
    if fields[0] == fields[1]:
        assert sorted(answers) == [200, 302]  # one is told
    else:
        assert (answers, row.name, row.country) == ([302, 302], "Amina One", "FR")

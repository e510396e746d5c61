"""The editor's form field, without a browser."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest
from csp.constants import UNSAFE_INLINE
from django import forms
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils.translation import override
from pytest_django import Settings

from hub.kit.editor import ALLOWED_CONTENT, EditorField, EditorWidget, with_editor
from hub.kit.sanitise import sanitise


class TextForm(forms.Form):
    body = EditorField(label="Your text")


class OptionalForm(forms.Form):
    body = EditorField(required=False)


class Area(HTMLParser):
    """The text area of a rendered field."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: dict[str, str | None] = {}
        self.tags: list[str] = []
        self.content = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes = dict(attrs)

    def handle_data(self, data: str) -> None:
        self.content += data


def set_limit(form: forms.Form, limit: int) -> None:
    field = form.fields["body"]
    assert isinstance(field, EditorField)
    field.limit = limit


def config(area: Area) -> dict[str, Any]:
    return dict(json.loads(area.attributes["data-editor-config"] or ""))


def test_the_editors_html_is_cleaned_to_a_canonical_text() -> None:
    form = TextForm({"body": '<p onclick="x()">One <b>two</b><script>x()</script></p>'})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>One <strong>two</strong></p>"


def test_the_blank_lines_of_plain_text_become_paragraphs() -> None:
    form = TextForm({"body": "a < b\r\n\r\nsecond\r\nline"})
    assert form.is_valid()
    assert form.cleaned_data["body"] == "<p>a &lt; b</p>\n<p>second<br>line</p>"


@pytest.mark.parametrize("nothing", ["", "  \n ", "<p>&nbsp;</p>", "<p><br></p><p>\u200b</p>"])
def test_a_text_without_a_visible_character_is_empty(nothing: str) -> None:
    assert TextForm({"body": nothing}).errors.as_data()["body"][0].code == "required"
    optional = OptionalForm({"body": nothing})
    assert optional.is_valid()
    assert optional.cleaned_data["body"] == ""


def test_the_limit_counts_visible_characters_and_says_by_how_many_a_text_is_too_long() -> None:
    form = TextForm({"body": "<p>12345</p><p>789</p>"})
    set_limit(form, 9)
    assert form.is_valid()
    form = TextForm({"body": "<p>12345</p><p>7890</p>"})
    set_limit(form, 9)
    assert form.errors.as_data()["body"][0].code == "too-long"
    assert form.errors["body"] == ["The text is 1 character too long."]


def test_the_limit_of_one_form_is_not_that_of_the_next() -> None:
    form = TextForm()
    set_limit(form, 9)
    assert Area(str(form["body"])).attributes["data-limit"] == "9"
    assert "data-limit" not in Area(str(TextForm()["body"])).attributes


def test_a_stored_text_stands_plain_in_the_text_area_and_as_html_beside_it() -> None:
    stored = sanitise(
        '<p>One <a href="https://example.org/">two</a> &amp; "three"</p><ul><li>x</li></ul>'
    )
    area = Area(str(TextForm(initial={"body": stored})["body"]))
    assert area.content.strip() == 'One two (https://example.org/) & "three"\n\n- x'
    assert area.attributes["data-editor-html"] == stored


def test_what_is_shown_again_after_an_error_is_cleaned_first() -> None:
    area = Area(str(TextForm({"body": '<p>kept<img src=x onerror="x()"></p>'})["body"]))
    assert area.content.strip() == "kept"
    assert area.attributes["data-editor-html"] == "<p>kept</p>"


def test_it_renders_a_text_area_alone_without_script_style_or_handler() -> None:
    area = Area(str(TextForm(initial={"body": "<p>x</p>"})["body"]))
    assert area.tags == ["textarea"]
    assert not [name for name in area.attributes if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(("active", "shown"), [("en", "en"), ("fr", "fr"), ("ar", "en")])
def test_the_editor_speaks_the_language_of_the_page_where_it_can(active: str, shown: str) -> None:
    with override(active):
        assert config(Area(str(TextForm()["body"])))["language"] == shown


def test_the_configuration_can_be_changed_but_for_what_safety_rests_on(
    settings: Settings,
) -> None:
    settings.CKEDITOR_CONFIGS = {
        "default": {"toolbar": [["Bold"]], "allowedContent": True, "plugins": "iframe"}
    }
    shown = config(Area(str(TextForm()["body"])))
    assert shown["toolbar"] == [["Bold"]]
    assert shown["allowedContent"] == ALLOWED_CONTENT
    assert "iframe" not in shown["plugins"]
    assert shown["versionCheck"] is False


def test_its_scripts_wait_for_the_page_and_come_in_their_order() -> None:
    assert TextForm().media.render_js() == [
        '<script src="/static/js/editor.js" defer></script>',
        '<script src="/static/ckeditor/ckeditor/ckeditor.js" defer></script>',
        '<script src="/static/js/ckeditor-csp.js" defer></script>',
        '<script src="/static/js/paste.js" defer></script>',
    ]


def test_without_an_editor_a_plain_text_area_does_the_same(settings: Settings) -> None:
    settings.EDITOR = "none"
    form = TextForm(initial={"body": "<p>One</p><p>two</p>"})
    area = Area(str(form["body"]))
    assert area.content.strip() == "One\n\ntwo"
    assert not [name for name in area.attributes if name.startswith("data-")]
    assert str(form.media) == ""
    assert TextForm({"body": "One\n\ntwo"}).is_valid()


def test_only_pages_with_an_editor_allow_style_attributes(
    settings: Settings, rf: RequestFactory
) -> None:
    view = with_editor(lambda request: HttpResponse("page"))
    loosened = getattr(view(rf.get("/")), "_csp_update")  # noqa: B009 - where django-csp keeps it
    assert loosened == {"style-src": [UNSAFE_INLINE]}
    settings.EDITOR = "none"
    assert not hasattr(view(rf.get("/")), "_csp_update")


def test_a_widget_of_its_own_may_name_its_rows_and_language() -> None:
    widget = EditorWidget({"rows": 4, "lang": "fr"}, language_field="tongue")
    area = Area(widget.render("text", "<p>x</p>"))
    assert (area.attributes["rows"], area.attributes["lang"]) == ("4", "fr")
    assert area.attributes["data-language-field"] == "tongue"

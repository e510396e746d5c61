"""Components that decide something: a state, a class, an id."""

from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string

from discussions.pages.texts import FileLine


def rendered(name: str, **context: Any) -> str:
    """A component in one line."""
    return " ".join(render_to_string(f"components/{name}.html", context).split())


def stub(**more: Any) -> str:
    """The stub of a post."""
    common = {"reference": "RT2-0047", "parent": "RT2-0001", "language": "en", "url": "/p/"}
    return rendered("stub", stub={**common, **more})


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"state": "withdrawn", "date": "10 March 2027"}, "Withdrawn by its author on 10 March"),
        ({"state": "withdrawn"}, "Withdrawn by its author. Replies"),
        ({"state": "hidden", "date": "10 March 2027", "reason": "spam"}, "on 10 March 2027: spam"),
        ({"state": "hidden", "reason": "spam"}, "Hidden by a moderator: spam"),
        ({"state": "merged", "other": "RT2-0001", "other_url": "/o/"}, 'href="/o/"'),
        ({"state": "moved", "other": "PD-0001", "other_url": "/o/"}, "<bdi>PD-0001</bdi>"),
        ({"state": "rejected", "reason": "late"}, "Not published: late"),
        ({"state": "returned"}, "returned to its author"),
        ({"state": "pending"}, "waits for a moderator"),
    ],
)
def test_a_stub_says_what_became_of_the_post(more: dict[str, str], words: str) -> None:
    html = stub(**more)
    assert words in html
    assert html.startswith(
        '<article class="tomb" id="post-RT2-0047" data-reference="RT2-0047" '
        f'data-parent="RT2-0001" data-state="{more["state"]}" lang="en">'
    )


def strip(position: int) -> str:
    """A strip whose "today" stands at a position."""
    steps = [
        {"label": "Opened", "date": "1 March", "position": 0, "is_past": True},
        {"label": "Today", "date": "2 March", "position": position, "is_now": True},
        {"label": "Closes", "date": "3 March", "position": 100, "is_last": True},
    ]
    return rendered("window_strip", strip={"position": position, "steps": steps})


def test_the_strip_turns_the_label_of_today_inwards_after_the_middle() -> None:
    assert 'class="now at-45"' in strip(45)
    assert 'class="now late at-80"' in strip(80)
    assert 'class="past at-0"' in strip(80)
    assert 'class="last at-100"' in strip(80)


def test_a_withheld_name_has_the_anonymous_figure_and_no_initials() -> None:
    html = rendered(
        "byline",
        speaker={"name": "Name withheld", "initials": "LH", "is_withheld": True},
        heading_id="by-RT2-0047",
    )
    assert "LH" not in html
    assert 'class="figure"' in html
    assert '<h4 id="by-RT2-0047">' in html


def test_a_short_text_does_not_fold() -> None:
    text = {"language": "ar", "direction": "rtl", "opening": "text", "rest": ""}
    assert "<details" not in rendered("prose", text=text)
    folded = rendered("prose", text={**text, "rest": "more"})
    assert folded.count('lang="ar" dir="rtl"') == 2
    assert "<details" in folded


def test_a_pager_shows_itself_only_when_there_is_somewhere_to_go() -> None:
    nowhere = {"first_url": "", "previous_url": "", "next_url": "", "shown": 3, "total": 3}
    assert rendered("pager", pager=nowhere) == ""
    html = rendered("pager", pager={**nowhere, "next_url": "?after=RT2-0050", "total": 9})
    assert '<a class="btn alt" rel="next" href="?after=RT2-0050">' in html
    assert 'rel="prev"' not in html


class ProblemForm(forms.Form):
    """One field of each kind that is drawn in its own way."""

    name = forms.CharField(help_text="As you want it to appear.")
    group = forms.ChoiceField(choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect)
    agreed = forms.BooleanField(help_text="Only staff see it.")
    key = forms.CharField(widget=forms.HiddenInput)

    def clean(self) -> None:
        raise forms.ValidationError("The whole is wrong.")


def test_the_summary_leads_to_every_field_and_each_error_is_tied_to_its_field() -> None:
    form = ProblemForm({})
    summary = rendered("error_summary", form=form)
    assert "There are 5 problems" in summary
    assert "<li>The whole is wrong.</li>" in summary
    fields = {field.name: rendered("field", field=field) for field in form}
    for name in ("name", "group", "agreed"):
        assert f'href="#id_{name}"' in summary
        assert f'id="id_{name}"' in fields[name]
        assert f'id="id_{name}_error"' in fields[name]
    assert 'aria-describedby="id_name_helptext id_name_error"' in fields["name"]
    assert 'aria-invalid="true"' in fields["name"]
    assert fields["group"].startswith('<fieldset class="field bad-field" id="id_group" aria-')
    assert 'aria-describedby="id_agreed_helptext id_agreed_error"' in fields["agreed"]
    assert fields["key"].startswith('<input type="hidden"')
    assert rendered("error_summary", form=ProblemForm()) == ""


def test_a_file_says_on_paper_on_which_site_it_lies(settings: Any) -> None:
    settings.SITE_URL = "https://hub.example"
    html = rendered("files", files=[FileLine("PDF", "a.pdf", "/files/1/a.pdf", "1 KB", [])])
    assert '<a href="/files/1/a.pdf" data-site="https://hub.example">' in html
    style = (settings.BASE_DIR / "static/css/hub.css").read_text()
    assert '.files a[href^="/"]::after { content: " (" attr(data-site) attr(href) ")"' in style

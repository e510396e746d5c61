"""What somebody wrote in a form that was refused: shown again, so that it is not lost."""

from django.http import HttpRequest

from hub.kit.sanitise import body_from_form, to_plain_text


def kept_text_of(request: HttpRequest) -> str:
    """The text of a form (its field `body`), plain, to be copied; "" where there is none."""
    if request.method != "POST":
        return ""
    return to_plain_text(body_from_form(request.POST.get("body", "")))

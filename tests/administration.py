"""The administration as a browser without script sends its forms."""

from collections import defaultdict

from django.test import Client
from lxml import html


def as_shown(client: Client, address: str) -> dict[str, list[str]]:
    """What the form of a page would send, were it sent as it stands."""
    return as_it_stands(client.get(address).content)


def as_it_stands(page: bytes) -> dict[str, list[str]]:
    """The same of a page that was answered."""
    form = next(
        one for one in html.fromstring(page.decode()).forms if one.get("id", "").endswith("_form")
    )
    sent = defaultdict(list)
    for name, value in form.form_values():
        sent[name].append(value.removeprefix("\n"))  # a text area begins after its first line end
    return dict(sent)

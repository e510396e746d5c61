"""The mail of the receipt to whom something came from that staff entered."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.mailers.letter import Letter, write_letter
from accounts.models import Notice
from discussions.access.viewer import Viewer
from discussions.mailers.outside_words import outside_heading, outside_steps, source_words
from discussions.mailers.receipt import receipt_facts
from discussions.selectors.letters import version_of_notice


def outside_receipt_letter(notice: Notice) -> Letter | None:
    """The mail, in the active language; None when there is no such version.

    It tells of a text in whatever state, and a withheld name stays withheld in it: staff typed the
    address. So it is written as the moderators of the space see the version.
    """
    version = version_of_notice(notice)
    if version is None:
        return None
    post = version.post
    facts = receipt_facts(version, Viewer(moderates=frozenset({post.space_id})))
    if facts is None:
        return None
    heading = outside_heading(version, is_withdrawal=bool(notice.facts.get("withdrawn")))
    return write_letter(
        "mails/outside_receipt",
        subject=_("%(reference)s: %(heading)s")
        % {"reference": post.reference, "heading": heading},
        context={
            **facts,
            "heading": heading,
            "source": source_words(post),
            "steps": outside_steps(post),
            "action_url": f"{settings.SITE_URL}{reverse('post', args=[post.reference])}",
            "action_label": _("See it on its page"),
        },
    )

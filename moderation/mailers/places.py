"""What an author should know of where a text stands now, in the words of the letter on a decision."""

from django.utils.translation import gettext as _

from discussions.models import Post


def steps_after_move(post: Post) -> list[str]:
    """What leads to the text now, one sentence each, in the active language."""
    steps = []
    if post.parent is not None:
        reference = post.parent.reference
        steps.append(_("It stands as a reply to %(reference)s now.") % {"reference": reference})
    former = post.moves.filter(reference__isnull=False).order_by("position", "pk").last()
    if former is not None:
        steps.append(
            _("Its reference is %(reference)s now; the former one, %(former)s, leads there.")
            % {"reference": post.reference, "former": former.reference}
        )
    steps.append(_("If it should stand elsewhere, write to the secretariat."))
    return steps


def steps_after_merge(post: Post) -> list[str]:
    """The text that stays, and what to do where the two are not the same."""
    steps = []
    if post.merged_into is not None:
        reference = post.merged_into.reference
        steps.append(_("The text that stays is %(reference)s.") % {"reference": reference})
    steps.append(_("Who endorsed your text is asked whether they endorse that one too."))
    steps.append(
        _("If the two do not say the same, write to the secretariat: they can be separated.")
    )
    return steps

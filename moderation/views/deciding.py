"""What the form of the panel asks for: a decision, or the letter about it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from discussions.access.viewer import Viewer
from discussions.models import Post
from hub.kit.refusals import Refusal
from moderation.access.decisions import check_decide
from moderation.enums import DecisionAct
from moderation.forms.decision import DecisionForm
from moderation.models import Decision
from moderation.pages.conflicts import Conflict, Tried, conflict_of
from moderation.pages.letters import ShownLetter, letter_of
from moderation.services.hide import hide
from moderation.services.merge import unmerge
from moderation.services.publish import publish
from moderation.services.reconsider import reconsider
from moderation.services.reject import reject
from moderation.services.return_to_author import return_to_author
from moderation.services.unhide import unhide
from moderation.services.uphold import uphold
from moderation.views.subject import occasion_of, subject_now

_SERVICES: Final[Mapping[str, Callable[..., Decision]]] = {
    DecisionAct.PUBLISH: publish,
    DecisionAct.RETURN: return_to_author,
    DecisionAct.REJECT: reject,
    DecisionAct.RECONSIDER: reconsider,
    DecisionAct.UPHOLD: uphold,
    DecisionAct.HIDE: hide,
    DecisionAct.UNHIDE: unhide,
    DecisionAct.UNMERGE: unmerge,
}


@dataclass(frozen=True)
class Answer:
    """What became of a form: a decision; else the form, which keeps what was typed, and what to say beside it.

    `post` is as it stands now, from `post_for_review`.
    """

    post: Post
    form: DecisionForm
    status: int = 400
    decision: Decision | None = None
    conflict: Conflict | None = None
    letter: ShownLetter | None = None


def answer_to(form: DecisionForm, post: Post, viewer: Viewer) -> Answer:
    """Decide on a post from `post_for_review`, or show the letter first, as the form says."""
    if not form.is_valid() or form.chosen_act not in _SERVICES:
        return Answer(post, form)
    act, seen, words = form.chosen_act, form.seen(post.pk), form.words
    try:
        if form.wants_preview:
            check_decide(viewer, post, act)
            return Answer(post, form, status=200, letter=letter_of(post, act, words))
        return Answer(post, form, decision=_SERVICES[act](by=viewer, seen=seen, words=words))
    except Refusal as refusal:
        now = subject_now(post, viewer)
        tried = Tried(seen, form.cleaned_data["act"], words)
        conflict = conflict_of(refusal, tried, now, viewer)
        form.renew(now.latest_version_id, max((row.pk for row in now.decisions.all()), default=0))
        form.offer(occasion_of(now, viewer))
        return Answer(now, form, refusal.status, conflict=conflict)

"""The table of rights: every cell (act × role × state × review × moment) is tried through the checks that decide."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.admin.sites import site
from django.test import RequestFactory

from accounts.models import Membership, User
from discussions.access.appeals import check_appeal
from discussions.access.drafts import check_own_draft
from discussions.access.posts import (
    check_author,
    check_correct,
    check_look_behind,
    check_outside_input,
    check_reply,
    check_submit,
    check_withdraw,
)
from discussions.access.reports import check_report
from discussions.access.roles import (
    can_name_moderators,
    can_name_secretariat,
    can_see_addresses,
)
from discussions.access.signatures import (
    check_answer_joint,
    check_answers_for,
    check_change_endorsement,
    check_endorse,
)
from discussions.access.spaces import can_see_space, can_set_up
from discussions.access.viewer import (
    Viewer,
    check_secretariat,
    check_signed_in,
    check_staff_of,
)
from discussions.access.windows import check_window_act
from discussions.access.words import Exposure, can_see_version, exposure_of, sees_who_speaks
from discussions.enums import PostState, VersionReview, WindowAct
from discussions.models import (
    CoSignatory,
    Draft,
    Endorsement,
    Post,
    Space,
    Version,
    Window,
)
from hub.kit.refusals import Refusal
from moderation.access.decisions import check_decide, check_dismiss_reports, check_queue
from moderation.access.exports import check_fetch, check_link
from moderation.access.numbers import can_see_numbers, counts_what_is_not_public
from moderation.access.record import (
    can_read_record,
    reads_record_of,
    reads_whole_record,
)
from moderation.access.rights import RIGHTS, may
from moderation.access.rules import Circumstances
from moderation.enums import DecisionAct, Moment, RightsRole
from moderation.models import Export, ExportLink

SPACE, ELSEWHERE, AUTHOR = 1, 2, 30
POST = UUID(int=7)
NOW = datetime(2027, 3, 17, 12, tzinfo=UTC)
GIVEN = Export(space_id=SPACE, variant="public", for_observers=True)
AUTHORS = {RightsRole.AUTHOR, RightsRole.STAFF_AUTHOR}
_PUBLIC = {PostState.PUBLISHED, PostState.HIDDEN, PostState.MERGED, PostState.WITHDRAWN}
#: Each role as the viewer whom the checks meet; that rights of the database make such viewers, test_viewer.py shows.
VIEWERS: dict[RightsRole, Viewer] = {
    RightsRole.VISITOR: Viewer(),
    RightsRole.READER: Viewer(20, 20),
    RightsRole.AUTHOR: Viewer(AUTHOR, AUTHOR),
    RightsRole.SIGNATORY: Viewer(40, 40, asked_to_sign=frozenset({POST})),
    RightsRole.OBSERVER: Viewer(50, 50, observes=frozenset({SPACE})),
    RightsRole.STAFF_AUTHOR: Viewer(AUTHOR, AUTHOR, moderates=frozenset({SPACE})),
    RightsRole.MODERATOR: Viewer(60, 60, moderates=frozenset({SPACE})),
    RightsRole.OTHER_MODERATOR: Viewer(70, 70, moderates=frozenset({ELSEWHERE})),
    RightsRole.SECRETARIAT: Viewer(80, 80, is_secretariat=True),
    RightsRole.ADMINISTRATOR: Viewer(90, 90, is_administrator=True),
}


@dataclass(frozen=True)
class Case:
    """A cell: somebody, and how things stand."""

    role: RightsRole
    given: Circumstances

    @property
    def viewer(self) -> Viewer:
        """Who comes."""
        return VIEWERS[self.role]

    @property
    def space(self) -> Space:
        """Published."""
        return Space(pk=SPACE, published_at=NOW - timedelta(days=99))

    @property
    def window(self) -> Window:
        """At its moment."""
        day, minute = timedelta(days=1), timedelta(minutes=1)
        opens, closes = {
            Moment.SCHEDULED: (day, 9 * day),
            Moment.OPEN: (-day, 9 * day),
            Moment.GRACE: (-9 * day, -5 * minute),
        }.get(self.given.moment, (-9 * day, -day))
        policy = "mark" if self.given.moment == Moment.TAKES_LATE else "refuse"
        return Window(
            space_id=SPACE,
            opens_at=NOW + opens,
            closes_at=NOW + closes,
            grace_minutes=15,
            late_policy=policy,
        )

    def post(self, author: int = AUTHOR, **more: Any) -> Post:
        """The text, in its state; two days ago something was decided on it."""
        state, review = self.given.state, self.given.review
        latest = Version(pk=uuid4(), number=2, review=review, returned_at=NOW - timedelta(days=2))
        post = Post(
            pk=POST,
            space_id=SPACE,
            author_id=author,
            state=state,
            state_since=NOW - timedelta(days=2),
            received_at=NOW - timedelta(days=3),
            standing="on-time",
            **more,
        )
        post.latest_version = latest
        latest.standing = "on-time"
        if state in _PUBLIC:
            is_latest = review in {VersionReview.APPROVED, VersionReview.SUPERSEDED}
            post.public_version = latest if is_latest else Version(pk=uuid4(), number=1)
        return post


def allowed(check: Callable[..., object], *given: object, **named: object) -> bool:
    """Whether a check lets somebody through."""
    try:
        check(*given, **named)
    except Refusal:
        return False
    return True


def _earlier_version(case: Case) -> bool:
    earlier = Version(pk=uuid4(), number=1, published_at=NOW, review=VersionReview.SUPERSEDED)
    return can_see_version(earlier, case.post(), case.viewer)


def _staff_reply(case: Case) -> bool:
    """A reply of whoever comes, where they come as staff; nobody else has such a one."""
    if not case.viewer.is_staff_of(SPACE):
        return False
    own = case.post(case.viewer.person_id or 0, parent_id=uuid4(), depth=1)
    return allowed(check_correct, case.viewer, own, case.window, NOW)


def _outside(case: Case) -> bool:
    """What staff entered for somebody without an account."""
    post = case.post(99, outside_kind="mail", outside_entered_by_id=98)
    return allowed(check_correct, case.viewer, post, case.window, NOW)


def _joint_answer(case: Case) -> bool:
    row = CoSignatory(post_id=POST)
    confirmed = NOW if case.role == RightsRole.SIGNATORY else None
    membership = Membership(person_id=case.viewer.person_id or 0, confirmed_at=confirmed)
    is_member = allowed(check_answers_for, membership)
    return is_member and allowed(check_answer_joint, row, case.post(), case.window, NOW)


def _own_endorsement(case: Case) -> bool:
    row = Endorsement(person_id=case.viewer.person_id)
    return allowed(check_change_endorsement, case.viewer, row, None, case.window, NOW)


def _draft(case: Case) -> bool:
    return allowed(check_own_draft, Draft(author_id=AUTHOR), case.viewer)


def _administration(case: Case) -> bool:
    """The door of the administration to memberships, by what the account may do."""
    request = RequestFactory().get("/")
    request.user = User(
        is_secretariat=case.viewer.is_secretariat, is_administrator=case.viewer.is_administrator
    )
    return bool(site.get_model_admin(Membership).has_change_permission(request))


def _by_link(case: Case) -> bool:
    """A link that was made for somebody; the door asks nothing of who comes."""
    export = Export(space=case.space, variant="public", state="finished", stored_as="kept")
    return allowed(check_link, ExportLink(export=export, expires_at=NOW + timedelta(days=1)), NOW)


def _decide(act: DecisionAct) -> Callable[[Case], bool]:
    return lambda case: allowed(check_decide, case.viewer, case.post(), act)


def _window_act(act: WindowAct) -> Callable[[Case], bool]:
    return lambda case: allowed(check_window_act, case.viewer, SPACE, case.window, act, NOW)


def _unpublished(case: Case) -> bool:
    return can_see_space(Space(pk=SPACE), case.viewer, NOW)


#: Each act, tried through what decides about it.
PROBES: dict[str, Callable[[Case], bool]] = {
    "read-space": lambda case: can_see_space(case.space, case.viewer, NOW),
    "read-unpublished-space": _unpublished,
    "read-text": lambda case: exposure_of(case.post(), case.viewer) == Exposure.TEXT,
    "read-earlier-version": _earlier_version,
    "read-withheld": lambda case: sees_who_speaks(
        case.post(name_withheld="name-and-organisation"), case.viewer
    ),
    "look-behind": lambda case: allowed(check_look_behind, case.viewer, case.post()),
    "read-notes": lambda case: allowed(check_staff_of, case.viewer, SPACE),
    "read-record": lambda case: (
        can_read_record(case.viewer) and reads_record_of(case.viewer, case.post())
    ),
    "read-whole-record": lambda case: reads_whole_record(case.viewer),
    "own-roles": lambda case: case.viewer.is_signed_in,
    "see-addresses": lambda case: can_see_addresses(case.viewer),
    "submit": lambda case: allowed(check_submit, case.viewer, case.space, None, case.window, NOW),
    "reply": lambda case: allowed(check_reply, case.viewer, case.post(), case.window, NOW),
    "draft": _draft,
    "correct": lambda case: allowed(check_correct, case.viewer, case.post(), case.window, NOW),
    "correct-staff-reply": _staff_reply,
    "correct-outside": _outside,
    "withdraw": lambda case: allowed(check_withdraw, case.viewer, case.post()),
    "withhold-name": lambda case: allowed(check_author, case.viewer, case.post()),
    "appeal": lambda case: allowed(check_appeal, case.viewer, case.post()),
    "endorse": lambda case: allowed(check_endorse, case.viewer, case.post(), case.window, NOW),
    "endorsement-withdraw": _own_endorsement,
    "answer-joint": _joint_answer,
    "report": lambda case: allowed(check_report, case.viewer, case.post()),
    "follow": lambda case: allowed(check_signed_in, case.viewer),
    "queue": lambda case: allowed(check_queue, case.viewer),
    **{f"decide-{act}": _decide(act) for act in DecisionAct},
    "dismiss-reports": lambda case: allowed(check_dismiss_reports, case.viewer, case.post()),
    "outside-input": lambda case: allowed(
        check_outside_input, case.viewer, SPACE, case.window, NOW.date()
    ),
    **{f"window-{act}": _window_act(act) for act in WindowAct},
    "set-up": lambda case: can_set_up(case.viewer, SPACE),
    "reword-reasons": lambda case: can_set_up(case.viewer),
    "make-space": lambda case: can_set_up(case.viewer),
    "name-moderators": lambda case: can_name_moderators(case.viewer),
    "name-secretariat": lambda case: can_name_secretariat(case.viewer),
    "see-numbers": lambda case: can_see_numbers(case.viewer, SPACE),
    "count-what-is-not-public": lambda case: counts_what_is_not_public(case.viewer, SPACE),
    "export": lambda case: allowed(check_secretariat, case.viewer),
    "fetch-export": lambda case: allowed(check_fetch, case.viewer, GIVEN),
    "fetch-by-link": _by_link,
    "verify": _administration,
}


def cases() -> Iterator[Case]:
    """Every role in all circumstances: 10 × 7 × 5 × 5."""
    for role, state, review, moment in product(RightsRole, PostState, VersionReview, Moment):
        yield Case(role, Circumstances(state, review, moment))


def test_every_act_of_the_table_is_tried_and_none_beside() -> None:
    assert PROBES.keys() == RIGHTS.keys()
    assert VIEWERS.keys() == set(RightsRole)


@pytest.mark.parametrize("act", sorted(RIGHTS))
def test_each_cell_says_what_the_checks_decide(act: str) -> None:
    wrong = [case for case in cases() if PROBES[act](case) is not may(case.role, act, case.given)]
    assert wrong == []


@pytest.mark.parametrize("act", sorted(RIGHTS))
def test_what_a_right_says_of_text_and_window_is_what_it_depends_on(act: str) -> None:
    right = RIGHTS[act]
    for role, given in product(RightsRole, [Circumstances()]):
        if not right.of_text:
            assert len({may(role, act, replace(given, state=one)) for one in PostState}) == 1
            assert len({may(role, act, replace(given, review=one)) for one in VersionReview}) == 1
        if not right.of_window:
            assert len({may(role, act, replace(given, moment=one)) for one in Moment}) == 1


def test_nobody_but_its_author_changes_a_stakeholder_s_words() -> None:
    for case in cases():
        for act in ("correct", "withdraw", "withhold-name"):
            assert not may(case.role, act, case.given) or case.role in AUTHORS


def test_an_observer_may_what_a_reader_may_see_the_numbers_and_fetch_what_was_given() -> None:
    for act, case in product(RIGHTS.keys() - {"see-numbers", "fetch-export"}, cases()):
        if case.role == RightsRole.OBSERVER:
            assert may(RightsRole.OBSERVER, act, case.given) is may(
                RightsRole.READER, act, case.given
            ), act


def test_a_visitor_reads_and_fetches_what_was_given_to_them_and_nothing_else() -> None:
    given = [case.given for case in cases() if case.role == RightsRole.VISITOR]
    acts = {act for act in RIGHTS if any(may(RightsRole.VISITOR, act, one) for one in given)}
    assert acts == {"read-space", "read-text", "read-earlier-version", "fetch-by-link"}


def test_what_section_4_of_the_product_says_of_decisions() -> None:
    """From which state a moderator leads a text to which act; written out here once more, by hand."""
    waiting, approved = VersionReview.WAITING, VersionReview.APPROVED
    rejected, returned = VersionReview.REJECTED, VersionReview.RETURNED
    expected = {
        (PostState.PENDING, waiting): "publish return reject move redact unredact",
        (PostState.PUBLISHED, approved): "hide merge move redact unredact",
        (PostState.PUBLISHED, waiting): "publish return reject hide merge move redact unredact",
        (PostState.PUBLISHED, rejected): "reconsider uphold hide merge move redact unredact",
        (PostState.RETURNED, returned): "move redact unredact",
        (PostState.REJECTED, rejected): "reconsider uphold",
        (PostState.HIDDEN, approved): "reject uphold unhide move redact unredact",
        (PostState.HIDDEN, waiting): "publish reject uphold unhide move redact unredact",
        (PostState.MERGED, approved): "unmerge redact unredact",
        (PostState.WITHDRAWN, approved): "",
    }
    for (state, review), acts in expected.items():
        given = Circumstances(state, review)
        possible = {
            act.value for act in DecisionAct if may(RightsRole.MODERATOR, f"decide-{act}", given)
        }
        assert possible == set(acts.split()), state


def test_whoever_wrote_a_text_decides_nothing_on_it_as_staff_either() -> None:
    acts = [*(f"decide-{act}" for act in DecisionAct), "dismiss-reports"]
    for case in cases():
        if case.role in AUTHORS:
            assert not any(may(case.role, act, case.given) for act in acts)

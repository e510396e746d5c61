"""Threads as templates draw them: two visual levels of replies, deeper ones flat below the second."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from discussions.access.posts import check_reply, check_takes_texts, refusal_of
from discussions.access.reports import check_report
from discussions.access.signatures import check_endorse, check_takes_endorsements
from discussions.models import Post, Prompt, Window
from discussions.pages.addresses import page_after, reply_url, sign_in_url
from discussions.pages.card_shapes import AncestorLine, Entry, Link, Setting, Stub
from discussions.pages.cards import ancestor_of, entry_of, with_actions
from discussions.pages.moderated import ways_to_moderate
from discussions.selectors.threads import ThreadSlice, steps_of


@dataclass
class Branch:
    """A reply to the root (None where it stands on an earlier page) and all that hangs from it, in order."""

    entry: Entry | None
    replies: list[Entry] = field(default_factory=list)


@dataclass
class Thread:
    """A submission with its replies. `ancestors`: what stands on an earlier page, one line each."""

    entry: Entry | None
    ancestors: list[AncestorLine] = field(default_factory=list)
    branches: list[Branch] = field(default_factory=list)


@dataclass(frozen=True)
class Pager:
    """Earlier and later pages of a list (components/pager.html)."""

    first_url: str
    next_url: str
    shown: int
    total: int
    previous_url: str = ""


@dataclass(frozen=True)
class Place:
    """Where threads stand: under a question or to the space as a whole, with the window that rules there."""

    prompt: Prompt | None
    window: Window | None


def threads_of(
    found: ThreadSlice, setting: Setting, place: Place, *, level: int = 4, root_depth: int = 0
) -> list[Thread]:
    """The posts of a slice as threads. `root_depth` is the depth at which a thread begins here."""
    on_page = {post.sequence: post for post in found.posts}
    drawing = _Drawing(setting, place, {**found.above, **on_page}, frozenset(on_page), level)
    threads: list[Thread] = []
    root_step = branch_step = 0
    for post in found.posts:
        steps = steps_of(post)[root_depth:]
        if steps[0] != root_step:
            root_step, branch_step = steps[0], 0
            threads.append(Thread(None, drawing.ancestors(steps[:-1])))
        entry = drawing.entry(post)
        if len(steps) == 1:
            threads[-1].entry = entry
            continue
        if steps[1] != branch_step:
            branch_step = steps[1]
            threads[-1].branches.append(Branch(None))
        branch = threads[-1].branches[-1]
        if len(steps) == 2:
            branch.entry = entry
        else:
            branch.replies.append(entry)
    return threads


def lighten(threads: list[Thread], budget: int) -> int:
    """Leave a link in place of the folded rest of long texts once the threads weigh more than `budget` characters.

    A first visit stays light on a slow line (PRODUCT, section 6). Answers what is left of the budget.
    """
    for thread in threads:
        budget = _lighten(thread, budget)
        for branch in thread.branches:
            budget = _lighten(branch, budget)
            for place, entry in enumerate(branch.replies):
                branch.replies[place], budget = _lightened(entry, budget)
    return budget


def pager_of(found: ThreadSlice, url: str, *, total: int, is_first: bool) -> Pager:
    """The pager of a list that begins at `url`."""
    last = found.posts[-1] if found.has_more and found.posts else None
    return Pager("" if is_first else url, page_after(url, last), len(found.posts), total)


def reply_link(post: Post, setting: Setting, place: Place) -> Link:
    """The way to an answer, through sign-in for a visitor; without address, and with the reason, where there is none."""
    url = reply_url(post)
    if setting.viewer.is_signed_in:
        refusal = refusal_of(check_reply, setting.viewer, post, place.window, setting.at)
    else:
        url = sign_in_url(url)
        refusal = refusal_of(check_takes_texts, place.prompt, place.window, setting.at)
    text = pgettext("button", "Reply")
    return Link(text, "" if refusal else url, is_main=True, refusal=str(refusal or ""))


def endorse_link(post: Post, setting: Setting, place: Place) -> Link:
    """The way to endorse a post, in the same manner."""
    url = reverse("endorse", args=[post.reference])
    if setting.viewer.is_signed_in:
        refusal = refusal_of(check_endorse, setting.viewer, post, place.window, setting.at)
    else:
        url = sign_in_url(url)
        refusal = refusal_of(check_takes_endorsements, place.window, setting.at)
    return Link(_("Endorse"), "" if refusal else url, refusal=str(refusal or ""))


def report_links(post: Post, setting: Setting) -> list[Link]:
    """The way to tell the moderators of a post, for whoever is signed in, may, and is none of them."""
    viewer = setting.viewer
    if not viewer.is_signed_in or viewer.is_staff_of(post.space_id):
        return []
    if refusal_of(check_report, viewer, post) is not None:
        return []
    return [Link(_("Report"), reverse("report-post", args=[post.reference]))]


def _lighten(holder: Thread | Branch, budget: int) -> int:
    if holder.entry is not None:
        holder.entry, budget = _lightened(holder.entry, budget)
    return budget


def _lightened(entry: Entry, budget: int) -> tuple[Entry, int]:
    if isinstance(entry, Stub):
        return entry, budget
    text = entry.text
    left = budget - len(text.opening) - len(text.rest)
    if not text.rest or left >= 0:
        return entry, left
    light = replace(text, rest=SafeString(), rest_url=entry.url)
    return replace(entry, text=light), budget - len(text.opening)


@dataclass(frozen=True)
class _Drawing:
    """What the posts of one list are drawn with. `known` are they and those above them, by sequence."""

    setting: Setting
    place: Place
    known: Mapping[int, Post]
    on_page: frozenset[int]
    level: int

    def ancestors(self, steps: list[int]) -> list[AncestorLine]:
        return [
            ancestor_of(self.known[step], self.setting) for step in steps if step in self.known
        ]

    def entry(self, post: Post) -> Entry:
        steps = steps_of(post)
        parent = self.known.get(steps[-2]) if len(steps) > 1 else None
        here = parent is not None and parent.sequence in self.on_page
        anchor = f"#post-{parent.reference}" if parent is not None and here else ""
        entry = entry_of(post, self.setting, parent=parent, level=self.level, parent_url=anchor)
        if isinstance(entry, Stub):
            return entry
        post.prompt = self.place.prompt  # at hand already: the check below asks for it
        ways = (reply_link, endorse_link)
        links = [way(post, self.setting, self.place) for way in ways]
        actions = [link for link in links if link.url]
        version, viewer = post.public_version, self.setting.viewer
        assert version is not None  # else it is a stub
        moderate = ways_to_moderate(post, version, viewer)
        return with_actions(entry, actions + report_links(post, self.setting), moderate)

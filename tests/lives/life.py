"""A space, the people of its life, and what they say."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import uuid4

from discussions.enums import (
    Capacity,
    NameWithheld,
    SpaceRoleName,
)
from discussions.models import Post, Prompt, SpaceRole, Window
from discussions.services.prompts import put_prompt
from discussions.validators.sent import (
    PERSONAL,
    NamedCoSignatory,
    SentFile,
    Speaker,
    SubmittedText,
)
from hub.kit.refusals import Refusal
from hub.kit.sanitise import sanitise
from tests import factories, people
from tests.discussions.signing import confirmed
from tests.discussions.writing import upload
from tests.people import Actor

#: What is said once and nowhere else looks like this: by it is found who sees it.
WORD: Final = re.compile(r"[a-z]+q[0-9]+q", re.IGNORECASE)

_BODIES: Final = (
    "<p>{0}: {1}, and {1}.</p>",
    "<h3>{0}</h3><ul><li>{1}</li><li>Two &amp; three</li></ul>",
    '<p><a href="https://example.org/?a=1&amp;b=2">{0}</a> <em>{1}</em></p><blockquote><p>Été</p></blockquote>',
    "<p>Write to {0}@example.org, or not: {1}.</p>",
    "<table><thead><tr><th scope='col'>{0}</th></tr></thead><tbody><tr><td>{1}</td></tr></tbody></table>",
    "<p>نحن نوافق {0} على {1}</p><ol start='3'><li>第一</li></ol>",
)
_LANGUAGES: Final = ("en", "fr", "es", "ar", "zh-hans", "und")
WITHHELD: Final = ("no", "no", "name", "name-and-organisation")


@dataclass
class Life:
    """Two spaces of the same moderator, and what people do in them; the first is the one that is told of."""

    review: str = "after-publishing"
    windows: Sequence[tuple[str, str]] = ()
    counter: Any = field(default_factory=itertools.count)

    def __post_init__(self) -> None:
        self.space = factories.space(review=self.review, length_limit=5000, objectives=[3, 8])
        self.other = factories.space("other-space", "OTH")
        for position, (state, policy) in enumerate(self.windows):
            factories.window(self.space, state, position=position, late_policy=policy)
        self.moderator = people.moderator(self.space, name=self.word("Moderator"))
        SpaceRole.objects.create(
            space=self.other, user=self.moderator.user, role=SpaceRoleName.MODERATOR
        )
        self.writers = self._cast()
        self.prompts = [self._prompt(number) for number in range(4)]
        factories.prompt(self.other)

    def word(self, kind: str = "word") -> str:
        """One that nobody said before."""
        return f"{kind}q{next(self.counter)}q"

    def posts(self) -> list[Post]:
        """Those of both spaces, as they stand, the first space's first."""
        return list(Post.objects.select_related("space").order_by("space__slug", "number"))[::-1]

    def post(self, number: int) -> Post:
        """One of them; the latest of the first space for 0."""
        posts = self.posts()
        if not posts:
            raise NothingThere
        return posts[number % len(posts)]

    def _cast(self) -> list[Actor]:
        known = people.organisation(self.word("Organisation"))
        first = confirmed(people.actor("one@a.example", self.word("Name"), known))
        second = people.actor("two@a.example", self.word("Name"), known)
        union = people.organisation(
            self.word("Union"), stakeholder_group="trade-union", country=""
        )
        third = confirmed(people.actor("three@b.example", self.word("Name"), union))
        alone = people.actor("four@c.example", self.word("Name"))
        club = people.organisation(self.word("Centre"), stakeholder_group="academia")
        last = confirmed(people.actor("five@d.example", self.word("Name"), club))
        return [first, second, third, alone, self.moderator, last]

    def writer(self, number: int) -> Actor:
        """Somebody who writes."""
        return self.writers[number % len(self.writers)]

    def _prompt(self, number: int) -> Prompt:
        windows = list(Window.objects.filter(space=self.space))
        prompt = Prompt(
            space=self.space, window=windows[number % len(windows)] if windows and number else None
        )
        return put_prompt(by=self.moderator.viewer, prompt=prompt, texts=self.texts("Question"))

    def author_of(self, post: Post) -> Actor:
        """Who wrote a post; the moderator, who acts for those without an account, where none of them did."""
        return next(
            (one for one in self.writers if one.person.pk == post.author_id), self.moderator
        )

    def texts(self, kind: str) -> dict[str, str]:
        """In both languages."""
        return {"en": f"<p>{self.word(kind)}?</p>", "fr": f"<p>{self.word(kind)} ?</p>"}

    def sent(self, by: Actor, what: int, how: int, post: Post | None = None) -> SubmittedText:
        """A text, with files and co-signatories or without."""
        for_organisation = by.organisation is not None and how % 3 != 0
        files = [SentFile(self._upload(by), "", "fr") for _number in range(how % 3)]
        if post is not None and what % 2:
            files += [SentFile(file.pk) for file in post.latest_version.attachments.all()]
        body = _BODIES[what % len(_BODIES)].format(self.word("body"), self.word("passage"))
        return SubmittedText(
            body=sanitise(body),
            language=_LANGUAGES[(what + how) % len(_LANGUAGES)],
            speaker=Speaker(Capacity.ORGANISATION, by.organisation.pk)  # type: ignore[union-attr]  # has one
            if for_organisation
            else PERSONAL,
            key=uuid4(),
            files=tuple(files),
            name_withheld=NameWithheld(WITHHELD[how % len(WITHHELD)]),
            co_signatories=self._named(by) if how % 4 == 1 else (),
        )

    def _named(self, by: Actor) -> tuple[NamedCoSignatory, ...]:
        others = {one.organisation for one in self.writers} - {None, by.organisation}
        known = [NamedCoSignatory(one.pk, one.name) for one in others if one is not None]
        known.sort(key=lambda one: one.name)
        return (
            *known,
            NamedCoSignatory(None, self.word("Club"), f"{self.word('mail')}@club.example"),
        )

    def _upload(self, by: Actor) -> Any:
        content = f"%PDF-1.4 {self.word('content')}".encode()
        return upload(by, f"{self.word('file')}.pdf", content).pk


class NothingThere(Refusal):
    """There is no post yet."""

    code = "nothing-there"

"""What goes into an export is counted while it is written."""

from collections import Counter
from dataclasses import dataclass, field, replace

from discussions.access.words import ShownSpeaker
from discussions.enums import EndorserKind, Standing
from discussions.models import Post
from hub.kit.text import sort_key
from moderation.exports.annexes import Contributor, LateLine
from moderation.exports.lines import PostLine


@dataclass
class Tally:
    """Counts over all posts that were read, and over those that the filter took.

    `rows` are the rows that each sheet must have, by its key.
    """

    read: Counter[str] = field(default_factory=Counter)
    taken: Counter[str] = field(default_factory=Counter)
    rows: Counter[str] = field(default_factory=Counter)
    standings: Counter[str] = field(default_factory=Counter)
    prompts: Counter[tuple[int, str]] = field(default_factory=Counter)
    groups: Counter[str] = field(default_factory=Counter)
    endorsements: Counter[str] = field(default_factory=Counter)
    endorsing_groups: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    contributors: dict[ShownSpeaker, Contributor] = field(default_factory=dict)

    def read_one(self, post: Post) -> None:
        """Count a post that was read, whether the filter takes it or not."""
        self.read[post.state] += 1

    def take(self, line: PostLine) -> None:
        """Count a post that the filter took."""
        kind = "replies" if line.post.is_reply else "submissions"
        self.taken[line.post.state] += 1
        self.rows[kind] += 1
        self.rows["endorsements"] += len(line.endorsements)
        self.rows["co-signatories"] += len(line.co_signatories)
        self.rows["attachments"] += sum(1 for _ in line.files)
        self.left_out.update(file.left_out for file in line.files if not file.path)
        self.rows["late"] += len(late_lines(line))
        self.rows["other-versions"] += len(line.others)
        self.standings[line.post.standing] += 1
        self.prompts[line.prompt, kind] += 1
        self.endorsements.update(e.kind for e in line.endorsements if e.withdrawn_at is None)
        self.endorsing_groups.update(
            e.stakeholder_group or ""
            for e in line.endorsements
            if e.withdrawn_at is None and e.kind == EndorserKind.ORGANISATION
        )
        self.answers.update(signed.state for signed in line.co_signatories)
        if line.current is not None and kind == "submissions":
            self.groups[line.current.speaker.group or ""] += 1
        self._contribute(line, kind)

    def contributors_in_order(self, language: str) -> list[Contributor]:
        """In the alphabetical order of a language, by organisation or name."""

        def place(one: Contributor) -> tuple[tuple[str, str, str], ...]:
            speaker = one.speaker
            parts = (
                speaker.organisation or speaker.name,
                speaker.name,
                speaker.group or "",
                speaker.country or "",
            )
            return tuple(sort_key(part, language) for part in parts)

        return sorted(self.contributors.values(), key=place)

    def _contribute(self, line: PostLine, kind: str) -> None:
        if line.current is None:
            return
        speaker = replace(line.current.speaker, is_verified=True)
        at = line.post.received_at
        known = self.contributors.get(speaker) or Contributor(speaker, 0, 0, 0, at, at)
        self.contributors[speaker] = Contributor(
            speaker,
            known.submissions + (kind == "submissions"),
            known.replies + (kind == "replies"),
            known.late + (line.post.standing == Standing.LATE),
            min(known.first, at),
            max(known.last, at),
        )
        self.rows["contributors"] = len(self.contributors)


def late_lines(line: PostLine) -> list[LateLine]:
    """The rows of a post on the sheet of late inputs."""
    if line.post.standing == Standing.LATE:
        return [LateLine(line, line.current, is_correction=False)]
    return [LateLine(line, version, is_correction=True) for version in line.later]

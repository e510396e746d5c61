"""Who was not heard in a space, and who was heard without a submission."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.enums import StakeholderGroup
from discussions.models import Prompt
from discussions.pages.texts import listed
from hub.kit.languages import UN_LANGUAGES, language_name
from hub.kit.regions import Region
from hub.kit.text import sort_key
from moderation.exports.ledger import place_words
from moderation.selectors.participation import Participation, only_replied


@dataclass(frozen=True)
class Silence:
    """A kind, and of it those that were not heard, or not in a submission: `names` as one list in words."""

    label: str
    names: str


def unheard(counted: Participation, prompts: Sequence[Prompt]) -> list[Silence]:
    """Who was not heard at all, what was not answered; kinds of which each has come are left out."""
    page = get_language() or "en"
    submitted, replied = counted.of_submissions, counted.of_replies
    groups = [g for g in StakeholderGroup if not submitted.groups[g] and not replied.groups[g]]
    unanswered = [
        place_words(prompt.number)
        for prompt in prompts
        if not submitted.prompts[prompt.number] and not replied.prompts[prompt.number]
    ]
    return _lines(
        (_("Groups"), [str(g.label) for g in groups if not counted.endorsing[g]]),
        (
            _("Regions"),
            [
                str(region.label)
                for region in Region
                if not submitted.regions[region] and not replied.regions[region]
            ],
        ),
        (_("Questions"), unanswered),
        (
            _("Official languages of the United Nations"),
            [
                language_name(code, page)
                for code in UN_LANGUAGES
                if not submitted.languages[code] and not replied.languages[code]
            ],
        ),
    )


def heard_apart(counted: Participation) -> list[Silence]:
    """Who was heard, but in no submission."""
    page = get_language() or "en"
    submitted, replied = counted.of_submissions, counted.of_replies
    groups = only_replied(submitted.groups, replied.groups)
    regions = only_replied(submitted.regions, replied.regions)
    languages = only_replied(submitted.languages, replied.languages)
    endorsed = set(counted.endorsing) - set(submitted.groups) - set(replied.groups)
    return _lines(
        (_("Groups that only replied"), [str(g.label) for g in StakeholderGroup if g in groups]),
        (
            _("Groups that only endorsed"),
            [str(g.label) for g in StakeholderGroup if g in endorsed],
        ),
        (
            _("Regions that only replied"),
            [str(region.label) for region in Region if region in regions],
        ),
        (
            _("Languages of replies alone"),
            sorted(
                (language_name(code, page) for code in languages),
                key=lambda name: sort_key(name, page),
            ),
        ),
    )


def _lines(*kinds: tuple[str, Iterable[str]]) -> list[Silence]:
    found = [Silence(label, listed(names)) for label, names in kinds]
    return [silence for silence in found if silence.names]

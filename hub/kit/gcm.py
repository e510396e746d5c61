"""Facts of the Global Compact for Migration (A/RES/73/195), by name and number."""

from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Objective:
    """One of the 23 objectives: its number, its short title and its title in full."""

    number: int
    short_title: str | Promise
    title: str | Promise


OBJECTIVES: Final[dict[int, Objective]] = {
    objective.number: objective
    for objective in (
        Objective(
            1,
            _("Data"),
            _(
                "Collect and utilize accurate and disaggregated data as a basis for "
                "evidence-based policies"
            ),
        ),
        Objective(
            2,
            _("Minimize adverse drivers"),
            _(
                "Minimize the adverse drivers and structural factors that compel people to "
                "leave their country of origin"
            ),
        ),
        Objective(
            3,
            _("Information provision"),
            _("Provide accurate and timely information at all stages of migration"),
        ),
        Objective(
            4,
            _("Legal identity and documentation"),
            _("Ensure that all migrants have proof of legal identity and adequate documentation"),
        ),
        Objective(
            5,
            _("Regular pathways"),
            _("Enhance availability and flexibility of pathways for regular migration"),
        ),
        Objective(
            6,
            _("Recruitment and decent work"),
            _(
                "Facilitate fair and ethical recruitment and safeguard conditions that ensure "
                "decent work"
            ),
        ),
        Objective(
            7,
            _("Reduce vulnerabilities"),
            _("Address and reduce vulnerabilities in migration"),
        ),
        Objective(
            8,
            _("Save lives"),
            _("Save lives and establish coordinated international efforts on missing migrants"),
        ),
        Objective(
            9,
            _("Counter smuggling"),
            _("Strengthen the transnational response to smuggling of migrants"),
        ),
        Objective(
            10,
            _("Eradicate trafficking"),
            _(
                "Prevent, combat and eradicate trafficking in persons in the context of "
                "international migration"
            ),
        ),
        Objective(
            11,
            _("Manage borders"),
            _("Manage borders in an integrated, secure and coordinated manner"),
        ),
        Objective(
            12,
            _("Screening and referral"),
            _(
                "Strengthen certainty and predictability in migration procedures for "
                "appropriate screening, assessment and referral"
            ),
        ),
        Objective(
            13,
            _("Alternatives to detention"),
            _(
                "Use migration detention only as a measure of last resort and work towards "
                "alternatives"
            ),
        ),
        Objective(
            14,
            _("Consular protection"),
            _(
                "Enhance consular protection, assistance and cooperation throughout the "
                "migration cycle"
            ),
        ),
        Objective(
            15,
            _("Access to basic services"),
            _("Provide access to basic services for migrants"),
        ),
        Objective(
            16,
            _("Inclusion and social cohesion"),
            _("Empower migrants and societies to realize full inclusion and social cohesion"),
        ),
        Objective(
            17,
            _("Eliminate discrimination"),
            _(
                "Eliminate all forms of discrimination and promote evidence-based public "
                "discourse to shape perceptions of migration"
            ),
        ),
        Objective(
            18,
            _("Skills development and recognition"),
            _(
                "Invest in skills development and facilitate mutual recognition of skills, "
                "qualifications and competences"
            ),
        ),
        Objective(
            19,
            _("Migrant and diaspora contributions"),
            _(
                "Create conditions for migrants and diasporas to fully contribute to "
                "sustainable development in all countries"
            ),
        ),
        Objective(
            20,
            _("Remittances"),
            _(
                "Promote faster, safer and cheaper transfer of remittances and foster financial "
                "inclusion of migrants"
            ),
        ),
        Objective(
            21,
            _("Dignified return and reintegration"),
            _(
                "Cooperate in facilitating safe and dignified return and readmission, as well "
                "as sustainable reintegration"
            ),
        ),
        Objective(
            22,
            _("Social protection"),
            _(
                "Establish mechanisms for the portability of social security entitlements and "
                "earned benefits"
            ),
        ),
        Objective(
            23,
            _("International cooperation"),
            _(
                "Strengthen international cooperation and global partnerships for safe, orderly "
                "and regular migration"
            ),
        ),
    )
}

# The ten guiding principles of paragraph 15, by number.
PRINCIPLES: Final[dict[int, str | Promise]] = {
    1: _("People-centred"),
    2: _("International cooperation"),
    3: _("National sovereignty"),
    4: _("Rule of law and due process"),
    5: _("Sustainable development"),
    6: _("Human rights"),
    7: _("Gender-responsive"),
    8: _("Child-sensitive"),
    9: _("Whole-of-government approach"),
    10: _("Whole-of-society approach"),
}

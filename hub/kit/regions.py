"""Regions of the world: each country or area of ISO 3166-1 in one.

They are those of the regional reviews of the Compact (A/RES/73/195, para. 50), which the regional commissions of the
United Nations hold. Where a country belongs to several commissions, members of the League of Arab States are counted
with the Arab States, and others where the Statistics Division of the United Nations puts them (M49); the countries of
Central Asia, Cyprus, Georgia, Armenia, Azerbaijan, Israel and Türkiye with Europe, as the Economic Commission for Europe does.
"""

from collections.abc import Mapping
from functools import cache
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Region(TextChoices):
    """A region, in the order of the alphabet in English."""

    AFRICA = "africa", _("Africa")
    ARAB_STATES = "arab-states", _("Arab States")
    ASIA_PACIFIC = "asia-pacific", _("Asia and the Pacific")
    EUROPE_NORTH_AMERICA = "europe-north-america", _("Europe and North America")
    LATIN_AMERICA_CARIBBEAN = "latin-america-caribbean", _("Latin America and the Caribbean")


_COUNTRIES: Final = {
    Region.AFRICA: (
        "AO BF BI BJ BW CD CF CG CI CM CV ER ET GA GH GM GN GQ GW IO KE LR LS MG ML MU MW MZ NA NE NG RE RW SC SH SL"
        " SN SS ST SZ TD TF TG TZ UG YT ZA ZM ZW"
    ),
    Region.ARAB_STATES: "AE BH DJ DZ EG EH IQ JO KM KW LB LY MA MR OM PS QA SA SD SO SY TN YE",
    Region.ASIA_PACIFIC: (
        "AF AS AU BD BN BT CC CK CN CX FJ FM GU HK HM ID IN IR JP KH KI KP KR LA LK MH MM MN MO MP MV MY NC NF NP NR"
        " NU NZ PF PG PH PK PN PW SB SG TH TK TL TO TV TW UM VN VU WF WS"
    ),
    Region.EUROPE_NORTH_AMERICA: (
        "AD AL AM AT AX AZ BA BE BG BM BY CA CH CY CZ DE DK EE ES FI FO FR GB GE GG GI GL GR HR HU IE IL IM IS IT JE"
        " KG KZ LI LT LU LV MC MD ME MK MT NL NO PL PM PT RO RS RU SE SI SJ SK SM TJ TM TR UA US UZ VA"
    ),
    Region.LATIN_AMERICA_CARIBBEAN: (
        "AG AI AR AW BB BL BO BQ BR BS BV BZ CL CO CR CU CW DM DO EC FK GD GF GP GS GT GY HN HT JM KN KY LC MF MQ MS"
        " MX NI PA PE PR PY SR SV SX TC TT UY VC VE VG VI"
    ),
}


def region_of(country: str | None) -> Region | None:
    """The region of a country by its ISO 3166-1 code; None without one, and for Antarctica."""
    return _regions().get(country or "")


@cache
def _regions() -> Mapping[str, Region]:
    return {code: region for region, codes in _COUNTRIES.items() for code in codes.split()}

"""The reason codes with their first words in English and French; staff may edit them."""

from typing import Any, ClassVar

from django.db import migrations

TEXTS = {
    "duplicate": (
        "The same text was already received.",
        "Le même texte a déjà été reçu.",
    ),
    "off-topic": (
        "The text does not concern the subject of this space.",
        "Le texte ne concerne pas le sujet de cet espace.",
    ),
    "personal-data": (
        "It gives personal details of someone who has not agreed to it.",
        "Il contient des données personnelles d’une personne qui n’y a pas consenti.",
    ),
    "disrespectful": (
        "The language is abusive or discriminatory.",
        "Les termes employés sont injurieux ou discriminatoires.",
    ),
    "spam": (
        "It is advertising, or was sent by a machine.",
        "Il s’agit de publicité ou d’un envoi automatique.",
    ),
    "not-authorised": (
        "The author may not speak for the organisation that is named.",
        "L’auteur n’est pas habilité à s’exprimer au nom de l’organisation citée.",
    ),
    "unreadable-file": (
        "An attached file cannot be read.",
        "Un fichier joint est illisible.",
    ),
    "too-long": (
        "The text is longer than this space allows.",
        "Le texte dépasse la longueur admise dans cet espace.",
    ),
    "wrong-prompt": (
        "It answers another question than the one it was sent to.",
        "Il répond à une autre question que celle à laquelle il a été envoyé.",
    ),
    "late": (
        "It was received after the closing time.",
        "Il a été reçu après la clôture.",
    ),
    "legal": (
        "It cannot be shown for legal reasons.",
        "Il ne peut être affiché pour des raisons juridiques.",
    ),
    "other": (
        "Another reason, told to the author.",
        "Un autre motif, communiqué à l’auteur.",
    ),
}


def add_reasons(apps: Any, schema_editor: Any) -> None:
    """One row a code."""
    reason = apps.get_model("discussions", "Reason")
    for code, (english, french) in TEXTS.items():
        reason.objects.create(code=code, text=english, text_en=english, text_fr=french)


def remove_reasons(apps: Any, schema_editor: Any) -> None:
    """Back to no row."""
    apps.get_model("discussions", "Reason").objects.filter(code__in=TEXTS).delete()


class Migration(migrations.Migration):
    """Rows of the table of reasons."""

    dependencies: ClassVar = [("discussions", "0002_append_only")]
    operations: ClassVar = [migrations.RunPython(add_reasons, remove_reasons)]

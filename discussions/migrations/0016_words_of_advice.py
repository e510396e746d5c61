"""What authors are first told about mending a text, in English and French; the secretariat may edit it."""

from typing import Any, ClassVar

from django.db import migrations

TEXTS = {
    "duplicate": (
        "If it is meant as another text, change what is new in it. If not, withdraw this one.",
        "S’il s’agit d’un autre texte, faites ressortir ce qui est nouveau. Sinon, retirez celui-ci.",
    ),
    "off-topic": (
        "Please answer the question of this space, and leave out what belongs elsewhere.",
        "Veuillez répondre à la question de cet espace et retirer ce qui relève d’un autre sujet.",
    ),
    "personal-data": (
        "Please take out names, addresses and numbers of other people, or write their role instead. Look into your"
        " files too.",
        "Veuillez retirer les noms, adresses et numéros d’autres personnes, ou indiquer leur fonction à la place."
        " Vérifiez aussi vos fichiers.",
    ),
    "disrespectful": (
        "Please say the same without words that insult people or groups.",
        "Veuillez exprimer la même idée sans termes qui offensent des personnes ou des groupes.",
    ),
    "spam": (
        "Please keep to what you want to say to this consultation.",
        "Veuillez vous en tenir à ce que vous souhaitez dire à cette consultation.",
    ),
    "not-authorised": (
        "Please send it in your own name, or ask your organisation to confirm that you speak for it.",
        "Veuillez l’envoyer en votre nom propre, ou demander à votre organisation de confirmer que vous la"
        " représentez.",
    ),
    "unreadable-file": (
        "Please attach the file again, as PDF if you can, or put its words into the text.",
        "Veuillez joindre de nouveau le fichier, si possible en PDF, ou en reprendre le contenu dans le texte.",
    ),
    "too-long": (
        "Please shorten it, and attach the long version as a file.",
        "Veuillez le raccourcir et joindre la version longue en fichier.",
    ),
    "wrong-prompt": (
        "Please say which question it answers, or change it so that it answers this one.",
        "Veuillez préciser à quelle question il répond, ou le modifier pour qu’il réponde à celle-ci.",
    ),
    "legal": (
        "Please take out the passage that cannot be shown.",
        "Veuillez retirer le passage qui ne peut être affiché.",
    ),
}


def add_advice(apps: Any, schema_editor: Any) -> None:
    """Words for the codes that a text can be mended for."""
    reason = apps.get_model("discussions", "Reason")
    for code, (english, french) in TEXTS.items():
        reason.objects.filter(code=code).update(
            advice=english, advice_en=english, advice_fr=french
        )


def remove_advice(apps: Any, schema_editor: Any) -> None:
    """Back to none."""
    reason = apps.get_model("discussions", "Reason")
    reason.objects.update(advice="", advice_en=None, advice_fr=None)


class Migration(migrations.Migration):
    """Words of the table of reasons."""

    dependencies: ClassVar = [("discussions", "0015_advice_of_reasons")]
    operations: ClassVar = [migrations.RunPython(add_advice, remove_advice)]

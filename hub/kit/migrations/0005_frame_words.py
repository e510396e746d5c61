"""The words of the frame that a new portal begins with; administrators edit them, which this never undoes."""

from typing import Any, ClassVar

from django.db import migrations

#: Part of the frame: its text in English and in French.
TEXTS = {
    "about-the-hub": (
        "<p>The Hub is where governments, the United Nations system and everyone who works on migration can be heard in writing. Each consultation has its own space, with its questions, its documents and a closing time that applies to all alike. What is sent is kept, given a number and can be read by anyone, with or without an account.</p>",
        "<p>Le Hub est le lieu où les gouvernements, le système des Nations Unies et toutes celles et ceux qui œuvrent dans le domaine des migrations peuvent se faire entendre par écrit. Chaque consultation a son espace, avec ses questions, ses documents et une heure de clôture, la même pour tous. Ce qui est envoyé est conservé, numéroté et lisible par tous, avec ou sans compte.</p>",
    ),
    "what-the-hub-displays": (
        "<p>You find here:</p><ul><li>the discussion spaces that are open, that open soon and that are closed, each with all of its submissions and replies;</li><li>the documents under discussion, in each of their revisions;</li><li>a register for each space, in which every reference ever given has its line, whatever became of the text.</li></ul>",
        "<p>Vous trouverez ici\xa0:</p><ul><li>les espaces de discussion ouverts, à venir et fermés, avec l’ensemble de leurs contributions et réponses\xa0;</li><li>les documents en discussion, dans chacune de leurs révisions\xa0;</li><li>un registre par espace, où chaque référence attribuée a sa ligne, quel que soit le sort du texte.</li></ul>",
    ),
    "peer-review-roster": (
        "<p><strong>Join the peer review roster.</strong> Before a practice or a study is shown on the Hub, two people who know the subject read it. We look for readers from every region and every walk of life, above all people who have migrated themselves. A reader receives two texts a month at most. To apply, write a few lines about what you know and in which languages you read.</p>",
        "<p><strong>Rejoignez la liste des pairs évaluateurs.</strong> Avant qu’une pratique ou une étude soit présentée sur le Hub, deux personnes qui connaissent le sujet la lisent. Nous cherchons des lectrices et des lecteurs de toutes les régions et de tous les milieux, en particulier des personnes qui ont elles-mêmes migré. Chacun reçoit deux textes par mois au plus. Pour vous porter candidat, dites-nous en quelques lignes ce que vous connaissez et dans quelles langues vous lisez.</p>",
    ),
    "contact": (
        "<p>Questions about a space go to its moderators, who are named on its page. For anything else, or if you cannot use the site, write to the secretariat.</p>",
        "<p>Pour toute question sur un espace, adressez-vous à ses modérateurs, dont les noms figurent sur sa page. Pour le reste, ou si vous ne parvenez pas à utiliser le site, écrivez au secrétariat.</p>",
    ),
    "disclaimer": (
        "<p>Each submission states the opinion of its author, not that of the United Nations, of its Member States or of those who run this site. The names of countries and territories, and the way in which they are listed, do not express any opinion on the legal status of a country, territory, city or area, on its authorities, or on the course of its frontiers.</p>",
        "<p>Chaque contribution exprime l’opinion de son auteur et non celle de l’Organisation des Nations Unies, de ses États Membres ou des responsables de ce site. Les noms de pays et de territoires, et la manière dont ils sont énumérés, n’impliquent aucune prise de position quant au statut juridique des pays, territoires, villes ou zones, à leurs autorités ou au tracé de leurs frontières.</p>",
    ),
    "kosovo-footnote": (
        "<p>* All references to Kosovo on this site shall be understood in the context of Security Council resolution 1244 (1999).</p>",
        "<p>* Sur ce site, toute mention du Kosovo s’entend au sens de la résolution 1244 (1999) du Conseil de sécurité.</p>",
    ),
}


def add_texts(apps: Any, schema_editor: Any) -> None:
    """Add the parts that are missing."""
    frame_text = apps.get_model("kit", "FrameText")
    for key, (english, french) in TEXTS.items():
        frame_text.objects.get_or_create(
            key=key, defaults={"text": english, "text_en": english, "text_fr": french}
        )


class Migration(migrations.Migration):
    """Rows alone."""

    dependencies: ClassVar = [("kit", "0004_frame_texts")]
    operations: ClassVar = [migrations.RunPython(add_texts, migrations.RunPython.noop)]

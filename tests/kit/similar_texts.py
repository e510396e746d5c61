"""Pairs of texts for trying what counts as the same: our own texts, changed by fixed rules as people change them.

`alike()` are pairs of which a person would say that the second is the first again; `different()` pairs of which they
would not, though topic, phrases, openings or quotations are the same. Nothing is drawn at random.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

from hub.kit.sanitise import from_plain_text

TEXTS = Path(__file__).parent / "texts"
LANGUAGES = ("en", "fr", "es", "ar", "zh")
Pair = tuple[str, str, str]  # what was done, and two canonical texts

GREETING = {
    "en": "Dear co-facilitators, thank you for the opportunity to comment on the text.",
    "fr": "Mesdames et Messieurs les cofacilitateurs, merci de nous donner la parole.",
    "es": "Estimados cofacilitadores: gracias por la oportunidad de comentar el texto.",
    "ar": "السادة الميسّرون المشاركون، شكرًا على إتاحة الفرصة للتعليق على النص.",
    "zh": "尊敬的各位共同协调人:感谢给予我们评论案文的机会。",
}
OPENING = {
    "en": "The Windward Youth Assembly brings together eighty groups in nineteen countries, most of them led by women under thirty. We welcome the consultation and offer the following remarks in a constructive spirit.",
    "fr": "L'Assemblée des jeunes du Vent rassemble quatre-vingts groupes dans dix-neuf pays, dont la plupart sont dirigés par des femmes de moins de trente ans. Nous saluons cette consultation et présentons les remarques suivantes dans un esprit constructif.",
    "es": "La Asamblea Juvenil de Barlovento reúne a ochenta grupos de diecinueve países, dirigidos en su mayoría por mujeres de menos de treinta años. Saludamos la consulta y ofrecemos las observaciones siguientes con espíritu constructivo.",
    "ar": "تجمع جمعية شباب الريح ثمانين مجموعة في تسعة عشر بلدًا، تقود معظمها نساء دون الثلاثين. نرحّب بهذه المشاورة ونقدّم الملاحظات الآتية بروح بنّاءة.",
    "zh": "迎风青年大会联合了十九个国家的八十个团体,其中大多数由三十岁以下的妇女领导。我们欢迎此次磋商,并本着建设性的精神提出以下意见。",
}
CLOSING = {
    "en": "We remain at the disposal of the secretariat for any question and look forward to the next draft.",
    "fr": "Nous restons à la disposition du secrétariat pour toute question et attendons le prochain projet.",
    "es": "Quedamos a disposición de la secretaría para cualquier pregunta y esperamos el próximo borrador.",
    "ar": "نبقى في تصرّف الأمانة للإجابة عن أيّ سؤال ونتطلّع إلى المسوّدة المقبلة.",
    "zh": "秘书处如有任何问题,我们随时答复,并期待下一份草案。",
}
# What an organisation sends again and again, each time for another text.
LETTERS = {
    "en": "On behalf of {who} we endorse the input of {whom} on {what}. We have read it with our members in {where} and share its reasoning, in particular the request that {wish}. We ask the co-facilitators to reflect it in the next draft.",
    "fr": "Au nom de {who}, nous appuyons la contribution de {whom} sur {what}. Nous l'avons lue avec nos membres à {where} et partageons son raisonnement, en particulier la demande que {wish}. Nous prions les cofacilitateurs d'en tenir compte dans le prochain projet.",
    "es": "En nombre de {who} apoyamos el aporte de {whom} sobre {what}. Lo hemos leído con nuestros miembros en {where} y compartimos sus razones, en particular el pedido de que {wish}. Pedimos a los cofacilitadores que lo reflejen en el próximo borrador.",
}
SLOTS = {
    "en": {
        "whom": ["the Harbour Workers' Union", "Coastal Crossings", "the Lantern Foundation", "the City of Brackwater", "Nurses Without Papers"],
        "what": ["recruitment fees in paragraph 12", "the wells of small islands", "children in airports", "figures about domestic work", "the language of clinics"],
        "where": ["two evening meetings", "Port Amaran", "the northern branches", "nine workshops by telephone", "a general assembly of delegates"],
        "wish": ["employers bear every cost", "whole villages may move together", "no child spends a night behind a fence", "diaries be kept with their authors' consent", "interpreters be paid by the hospital"],
    },
    "fr": {
        "whom": ["l'Union des dockers", "Traversées côtières", "la Fondation Lanterne", "la Ville de Brackwater", "Infirmières sans papiers"],
        "what": ["les frais de recrutement au paragraphe 12", "les puits des petites îles", "les enfants dans les aéroports", "les chiffres du travail domestique", "la langue des dispensaires"],
        "where": ["Port-Amaran", "deux réunions du soir", "nos sections du nord", "neuf ateliers par téléphone", "une assemblée générale des délégués"],
        "wish": ["l'employeur supporte chaque dépense", "des villages entiers puissent partir", "aucun enfant ne passe une nuit derrière une grille", "les journaux soient gardés avec l'accord de leurs auteurs", "l'hôpital paie les interprètes"],
    },
    "es": {
        "whom": ["la Unión de Estibadores", "Cruces Costeros", "la Fundación Farol", "la Ciudad de Brackwater", "Enfermeras sin Papeles"],
        "what": ["las tasas de contratación del párrafo 12", "los pozos de las islas pequeñas", "los niños en los aeropuertos", "las cifras del trabajo doméstico", "la lengua de las clínicas"],
        "where": ["dos reuniones nocturnas", "Puerto Amarán", "las secciones del norte", "nueve talleres por teléfono", "una asamblea general de delegados"],
        "wish": ["el empleador cargue con cada gasto", "aldeas enteras puedan mudarse", "ningún niño pase una noche tras una reja", "los diarios se guarden con permiso de sus autoras", "el hospital pague a los intérpretes"],
    },
}  # fmt: skip
COMMENT = {
    "en": "Thank you for this. In our experience the second point matters most, and we would add that inspectors need a budget for interpreters; without one the rule stays on paper, as it did in the port for eleven years.",
    "fr": "Merci de ce texte. D'après notre expérience le deuxième point compte le plus, et nous ajouterions que les inspecteurs ont besoin d'un budget pour des interprètes ; sans lui la règle reste sur le papier, comme au port pendant onze ans.",
    "es": "Gracias por este texto. Según nuestra experiencia el segundo punto es el que más cuenta, y añadiríamos que la inspección necesita dinero para intérpretes; sin él la regla se queda en el papel, como ocurrió en el puerto once años.",
    "ar": "شكرًا على هذا النص. بحسب خبرتنا فإنّ النقطة الثانية هي الأهم، ونضيف أنّ المفتّشين يحتاجون إلى ميزانية للمترجمين، وإلا بقيت القاعدة حبرًا على ورق كما حدث في المرفأ أحد عشر عامًا.",
    "zh": "谢谢这份意见。按我们的经验,第二点最要紧。我们还想补充,检查员需要请口译的预算;没有预算,规定就只停留在纸上,港口那边十一年来就是这样。",
}


def paragraphs(language: str) -> list[str]:
    """All paragraphs of a language, those on one topic beside each other; each is a text by another author."""
    source = (TEXTS / f"{language}.txt").read_text("utf-8")
    return [
        part.strip()
        for part in re.split(r"\n\s*\n|^== .*$", source, flags=re.MULTILINE)
        if part.strip()
    ]


def long_texts(language: str) -> list[list[str]]:
    """Texts of several paragraphs: as many as there are, none shared."""
    found = paragraphs(language)
    return [found[at : at + 3] for at in range(0, len(found) - 2, 3)]


# ---------------------------------------------------------------- the same again


def alike() -> Iterator[Pair]:
    """Pairs that are one text."""
    for language in LANGUAGES:
        for text in paragraphs(language):
            html = from_plain_text(text)
            for name, changed in _pasted_again(text):
                yield f"{language}: {name}", html, changed
            for name, changed in _edited(text, language):
                yield f"{language}: {name}", html, from_plain_text(changed)
        for parts in long_texts(language):
            whole = from_plain_text("\n\n".join(parts))
            for name, changed in _rearranged(parts, language):
                yield f"{language}: {name}", whole, from_plain_text(changed)


def _pasted_again(text: str) -> Iterator[tuple[str, str]]:
    sentences = _sentences(text)
    words = text.split(" ")
    yield "capitals", from_plain_text(text.upper())
    yield "accents lost", from_plain_text(_without_accents(text))
    yield "punctuation lost", from_plain_text(re.sub(r"[.,;:!?،؟。，；：]", " ", text))
    yield "other quotes and dashes", from_plain_text(text.replace("'", "’").replace(",", " –"))
    yield "a line for each sentence", "".join(f"<p>{one}</p>" for one in sentences)
    yield "a list", "<ul>" + "".join(f"<li>{one}</li>" for one in sentences) + "</ul>"
    yield (
        "numbers before sentences",
        "".join(f"<p>{n}. {one}</p>" for n, one in enumerate(sentences, 1)),
    )
    yield (
        "bold here and there",
        "<p>"
        + " ".join(f"<strong>{w}</strong>" if n % 5 == 0 else w for n, w in enumerate(words))
        + "</p>",
    )
    yield (
        "lines of a mail",
        "<p>" + "<br>".join(" ".join(words[n : n + 8]) for n in range(0, len(words), 8)) + "</p>",
    )
    yield "no-break spaces", from_plain_text(text.replace(" ", "\xa0"))
    yield "letters of a PDF", from_plain_text(text.replace("fi", "ﬁ").replace("fl", "ﬂ"))


def _edited(text: str, language: str) -> Iterator[tuple[str, str]]:
    yield "a greeting", f"{GREETING[language]} {text}"
    yield "two words mended", _mended(text, language, every=2)
    yield "the last words left out", _cut(text, language)
    yield "a word put in", _inserted(text, language)
    yield (
        "all at once",
        _without_accents(_mended(f"{GREETING[language]} {text}", language, every=2)),
    )
    if language != "zh":
        yield "some letters misread", _misread(text, every=22)
        yield "many letters misread", _misread(text, every=11)


def _rearranged(parts: list[str], language: str) -> Iterator[tuple[str, str]]:
    yield "a paragraph moved", "\n\n".join([*parts[1:], parts[0]])
    yield "a paragraph left out", "\n\n".join(parts[:2])
    yield "a paragraph added", "\n\n".join([*parts, COMMENT[language]])
    yield "mended in many places", _mended("\n\n".join(parts), language, every=12)
    yield "two paragraphs added", "\n\n".join([OPENING[language], *parts, COMMENT[language]])
    yield "opening and closing added", "\n\n".join([OPENING[language], *parts, CLOSING[language]])


def _mended(text: str, language: str, every: int) -> str:
    """Another word in the place of some: the first third and two thirds, or each so many."""
    units = list(text) if language == "zh" else text.split(" ")
    new = {"en": "really", "fr": "vraiment", "es": "realmente", "ar": "حقًا", "zh": "真"}[language]
    places = (
        [len(units) // 3, 2 * len(units) // 3] if every == 2 else range(every, len(units), every)
    )
    for place in places:
        units[place] = new
    return ("" if language == "zh" else " ").join(units)


def _cut(text: str, language: str) -> str:
    if language == "zh":
        return text[: -max(len(text) // 14, 1)]
    words = text.split(" ")
    return " ".join(words[: -max(len(words) // 14, 1)])


def _inserted(text: str, language: str) -> str:
    if language == "zh":
        return text[:20] + "的确" + text[20:]
    words = text.split(" ")
    return " ".join([*words[:9], "2027", *words[9:]])


def _misread(text: str, every: int) -> str:
    """Some words as a scanner reads them, with letters that look alike."""
    words = text.split(" ")
    for place in range(every - 1, len(words), every):
        words[place] = (
            words[place].replace("m", "rn").replace("l", "1").replace("e", "c").replace("ي", "ب")
        )
    return " ".join(words)


def _without_accents(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def _sentences(text: str) -> list[str]:
    return [one.strip() for one in re.split(r"(?<=[.!?؟。])\s*", text) if one.strip()]


# ---------------------------------------------------------------- something else


def different() -> Iterator[Pair]:
    """Pairs that are two texts."""
    for language in LANGUAGES:
        found = paragraphs(language)
        for first, second in combinations(found, 2):
            yield f"{language}: two texts", from_plain_text(first), from_plain_text(second)
            framed = [
                f"{OPENING[language]}\n\n{one}\n\n{CLOSING[language]}" for one in (first, second)
            ]
            yield (
                f"{language}: one opening and closing",
                from_plain_text(framed[0]),
                from_plain_text(framed[1]),
            )
        for first, second in pairwise(found):
            yield from _sharing(first, second, language)
        for text in found:
            yield from _quoting(text, language)
        yield from _letters(language)


def _sharing(first: str, second: str, language: str) -> Iterator[Pair]:
    """Two answers that share a paragraph, as when the same remark opens several answers."""
    shared = COMMENT[language]
    one, other = from_plain_text(f"{shared}\n\n{first}"), from_plain_text(f"{shared}\n\n{second}")
    yield f"{language}: a shared paragraph", one, other
    merged = from_plain_text(f"{first}\n\n{second}")
    yield f"{language}: one half of another", from_plain_text(first), merged


def _quoting(text: str, language: str) -> Iterator[Pair]:
    quoted = f"<blockquote><p>{text}</p></blockquote><p>{COMMENT[language]}</p>"
    yield f"{language}: a reply that quotes all", from_plain_text(text), quoted
    opening = " ".join(text.split(" ")[:25]) if language != "zh" else text[:40]
    yield (
        f"{language}: a reply that quotes the beginning",
        from_plain_text(text),
        from_plain_text(f"> {opening}\n\n{COMMENT[language]}"),
    )


def _letters(language: str) -> Iterator[Pair]:
    """Endorsements of one organisation, each of another input: many words are the same."""
    for changed in (["whom", "what", "where", "wish"], ["whom", "what", "wish"], ["whom", "what"]):
        for pair in letters(language, changed):
            yield f"{language}: two endorsements, {len(changed)} parts of which differ", *pair


def letters(language: str, changed: list[str]) -> Iterator[tuple[str, str]]:
    """Pairs of endorsements that differ in some parts alone, and each of these in all."""
    if language not in LETTERS:
        return
    slots = SLOTS[language]
    for nth in range(5 if len(changed) < len(slots) else 1):
        kept = {name: slots[name][nth] for name in slots if name not in changed}
        written = [
            LETTERS[language].format(
                who="Windward", **kept, **{name: slots[name][n] for name in changed}
            )
            for n in range(5)
        ]
        for first, second in combinations(written, 2):
            yield from_plain_text(first), from_plain_text(second)

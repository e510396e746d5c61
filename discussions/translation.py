"""Which fields of the discussions have a text per language."""

from modeltranslation.translator import TranslationOptions, register

from discussions.models import Document, Prompt, PromptWording, Reason, Space


@register(Space)
class SpaceTranslation(TranslationOptions):
    """Title and mandate."""

    fields = ("title", "mandate")


@register(Document)
class DocumentTranslation(TranslationOptions):
    """Title."""

    fields = ("title",)


@register(Prompt)
class PromptTranslation(TranslationOptions):
    """The question."""

    fields = ("text",)


@register(PromptWording)
class PromptWordingTranslation(TranslationOptions):
    """The question as it was."""

    fields = ("text",)


@register(Reason)
class ReasonTranslation(TranslationOptions):
    """What readers and authors are told."""

    fields = ("text", "advice")

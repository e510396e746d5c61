"""Which fields of the kit have a text per language."""

from modeltranslation.translator import TranslationOptions, register

from hub.kit.models import FrameText


@register(FrameText)
class FrameTextTranslation(TranslationOptions):
    """The words."""

    fields = ("text",)

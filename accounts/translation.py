"""Which fields of accounts have a text per language."""

from modeltranslation.translator import TranslationOptions, register

from accounts.models import Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    """An organisation's own official name per language, where it has one."""

    fields = ("name",)

"""Why an export is not handed over."""


class ExportFailed(Exception):
    """The export may not be handed over.

    `code` is a key of moderation.errors.FAILURES, `facts` are its placeholders (codes and numbers).
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class DocumentTooLarge(Exception):
    """This machine cannot make the document: it has more inputs than there is memory or time for."""

"""Why an export is not handed over."""


class ExportFailed(Exception):
    """The export may not be handed over.

    `code` is a key of moderation.errors.FAILURES, `facts` are its placeholders (codes and numbers).
    """

    def __init__(self, code: str, **facts: str | int) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class DocumentNotMade(Exception):
    """A document cannot be set: `code` is a key of moderation.errors.LEFT_OUT and FAILURES."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

"""An expected "no": said politely to whoever asked, with nothing changed."""

from __future__ import annotations

from core.i18n import t


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """Raise with the Chinese sentence to say; ``{name}`` fields are filled from the keywords."""

    def __init__(self, message: str, **fields: object) -> None:
        """Keep the untranslated sentence, so that it is put into the reader's language late."""
        super().__init__(message)
        self.message = message
        self.fields = fields

    def said(self) -> str:
        """Return the sentence in the language that is being spoken."""
        return t(self.message, **self.fields)

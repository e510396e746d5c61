"""The signed links of joint submissions: what they name, and nothing else may be read as one."""

from dataclasses import dataclass
from typing import Any, Final

from django.core import signing

_SALT: Final = "discussions.joint"


@dataclass(frozen=True)
class JointLink:
    """An invitation, by the id of its row, and the person to whose account the link was sent.

    `person` None: it was sent to an address that the lead gave. A link has no end of its own: the
    rules of `access.signatures` say until when it may be used.
    """

    co_signatory: int
    person: int | None = None


def token_of(link: JointLink) -> str:
    """The link as it stands in an address."""
    return signing.Signer(salt=_SALT).sign_object([link.co_signatory, link.person])


def read_token(token: str) -> JointLink | None:
    """The link of an address; None for whatever was not signed here for this."""
    try:
        said: Any = signing.Signer(salt=_SALT).unsign_object(token)
    except (signing.BadSignature, ValueError):
        return None
    co_signatory, person = said
    return JointLink(co_signatory, person)

"""What the link of a receipt carries, so that whoever holds the receipt can have it checked, public or not."""

from typing import Final
from uuid import UUID

from django.core import signing

_SALT: Final = "discussions.receipt"


def proof_of(version_id: UUID) -> str:
    """The proof that a link came from the receipt of a version; it does not expire."""
    return signing.Signer(salt=_SALT).sign(version_id.hex)


def proves(proof: str, version_id: UUID) -> bool:
    """Whether a proof, as it came with an address, is that of the version."""
    try:
        return signing.Signer(salt=_SALT).unsign(proof) == version_id.hex
    except signing.BadSignature:
        return False

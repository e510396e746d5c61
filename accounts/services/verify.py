"""Whether an organisation is what it says, and a person may speak for it: staff have checked, or not."""

from django.db import transaction

from accounts.models import Membership, Organisation
from hub.kit.clock import transaction_now
from hub.kit.record import write_record


def verify_organisation(*, organisation_id: int, by: int) -> bool:
    """Mark an organisation as checked, by a user; True if it was not before. What was posted keeps its snapshot."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
        if organisation.is_verified:
            return False
        organisation.verified_at = transaction_now()
        organisation.verified_by_id = by
        organisation.save(update_fields=["verified_at", "verified_by"])
        write_record("organisation-verified", ("organisation", organisation_id), by=by)
    return True


def unverify_organisation(*, organisation_id: int, by: int) -> bool:
    """Take the mark back; True if there was one."""
    with transaction.atomic():
        organisation = Organisation.objects.select_for_update().get(pk=organisation_id)
        if not organisation.is_verified:
            return False
        organisation.verified_at = None
        organisation.verified_by = None
        organisation.save(update_fields=["verified_at", "verified_by"])
        write_record("organisation-unverified", ("organisation", organisation_id), by=by)
    return True


def confirm_membership(*, membership_id: int, by: int) -> bool:
    """Mark that the person speaks for the organisation, by a user; True if it was not marked before."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership_id)
        if membership.confirmed_at is not None:
            return False
        membership.confirmed_at = transaction_now()
        membership.confirmed_by_id = by
        membership.save(update_fields=["confirmed_at", "confirmed_by"])
        write_record("membership-confirmed", ("membership", membership_id), by=by)
    return True


def unconfirm_membership(*, membership_id: int, by: int) -> bool:
    """Take the mark back; True if there was one. What was posted keeps its snapshot."""
    with transaction.atomic():
        membership = Membership.objects.select_for_update().get(pk=membership_id)
        if membership.confirmed_at is None:
            return False
        membership.confirmed_at = None
        membership.confirmed_by = None
        membership.save(update_fields=["confirmed_at", "confirmed_by"])
        write_record("membership-unconfirmed", ("membership", membership_id), by=by)
    return True

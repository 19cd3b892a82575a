"""The practice twin of every carrier: messages land in a visible outbox in the database, and go nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

from minben.channels.models import PracticeMessage

from .base import Adapter, Parcel, Result


class PracticeAdapter(Adapter):
    """Keeps each message once under its idempotency key, as a good carrier does."""

    def carry(self, parcels: Sequence[Parcel]) -> list[Result]:
        PracticeMessage.objects.bulk_create(
            [
                PracticeMessage(
                    id=parcel.id,
                    channel=parcel.channel,
                    address=parcel.address,
                    subject=parcel.subject,
                    body=parcel.body,
                    language=parcel.language,
                )
                for parcel in parcels
            ],
            ignore_conflicts=True,
        )
        return [Result(parcel.id, accepted=True, receipt="practice") for parcel in parcels]

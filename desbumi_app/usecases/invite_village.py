"""Inviting a laptop: 26 characters for the paper, single use, 14 days by the relay's receipts.

The secret stays in the district's encrypted store until its request was granted.
"""

from dataclasses import dataclass, field

from desbumi_app.usecases.open_epoch import admin_key
from sync.control.offices import InvitationCancelled, Invited
from sync.invitation import Secret, write_secret
from sync.speaking import Speaker


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation to print. `code` is grouped; `village` None: for a village that is still to be added."""

    id: bytes
    code: str = field(repr=False)
    village: bytes | None = None


def invite_village(speaker: Speaker, village: bytes | None = None) -> Invitation:
    """Invite the first laptop of a new village, or a further laptop of a known one (by its id)."""
    log, secret = speaker.log, Secret.generate()
    log.trust.keep_secret(name_of(secret.invitation), secret.raw)
    speaker.say(Invited(secret.invitation, secret.public, village), admin_key(log))
    return Invitation(secret.invitation, write_secret(secret), village)


def cancel_invitation(speaker: Speaker, invitation: bytes) -> None:
    """End an invitation that was lost or not used."""
    speaker.say(InvitationCancelled(invitation), admin_key(speaker.log))
    speaker.log.trust.forget_secrets([name_of(invitation)])


def name_of(invitation: bytes) -> str:
    """Return the name under which an invitation's secret is kept."""
    return f"invitation:{invitation.hex()}"

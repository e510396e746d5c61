"""What people fill in about themselves. The forms of django-allauth in our words stand in `entry`: it imports this."""

from accounts.forms.speaker import SpeakerForm

__all__ = ["SpeakerForm"]

"""What has been heard already, so that an update delivered twice is harmless."""

from core.inbox.service import fresh, prune

__all__ = ["fresh", "prune"]

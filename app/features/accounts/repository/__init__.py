"""The SQL of accounts. Orders' search uses `matching_user_ids`; all else belongs to this feature."""

from app.features.accounts.repository.users import matching_user_ids

__all__ = ["matching_user_ids"]

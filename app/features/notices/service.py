"""The use cases of mails and alerts, for the doors and the jobs."""

from app.features.notices.keeping import (
    delete,
    list_alerts,
    list_reports,
    pause,
    purge_deleted,
    restore,
    resume,
    save_alert,
    save_report,
)
from app.features.notices.posting import check_alerts, mail_reports, send_now

__all__ = [
    "check_alerts",
    "delete",
    "list_alerts",
    "list_reports",
    "mail_reports",
    "pause",
    "purge_deleted",
    "restore",
    "resume",
    "save_alert",
    "save_report",
    "send_now",
]

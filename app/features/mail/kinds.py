"""The kinds of mails that only some people may have: what was written when they might is not sent when they may not."""

REPORT, ALERT = "report", "alert"
FOR_STAFF = (REPORT, ALERT)

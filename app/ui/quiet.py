"""Reflex logs what an event carried when it cannot read it; that may be personal, so those lines lose their values."""

import logging

CARRIES_VALUES = (
    "reflex_base.event.processor.base_state_processor",
    "reflex_base.event.processor.event_processor",
    "reflex_base.vars.base",
    "reflex.app",
)
SENTENCE = "An event could not be handled (%s:%d)."


class WithoutValues(logging.Filter):
    """Replaces the text of a record by where it was written."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep the record, without its values."""
        record.msg, record.args = SENTENCE, (record.filename, record.lineno)
        record.exc_info = record.exc_text = None
        return True


def quiet_framework_logs() -> None:
    """Apply it to the loggers of Reflex that see events."""
    for name in CARRIES_VALUES:
        logger = logging.getLogger(name)
        if not any(isinstance(kept, WithoutValues) for kept in logger.filters):
            logger.addFilter(WithoutValues())

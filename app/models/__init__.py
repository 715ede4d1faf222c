"""The tables, and nothing else. Importing this package fills `metadata`, which Alembic compares with the database."""

from app.models.change import Change, Entity
from app.models.columns import metadata
from app.models.disclosure import Disclosure
from app.models.export import Export
from app.models.gesture import Gesture, GestureKind
from app.models.job import Job, JobKind, JobRow, JobState, RowState
from app.models.notice import Alert, Cadence, Metric, ReportSchedule, Side
from app.models.order import Order, OrderItem, OrderStatus
from app.models.product import Product
from app.models.rollup import OrderRollup, OrderSum, ProductSum, Tier
from app.models.service import IdempotencyKey, KeyCanary, OutboxMail
from app.models.upload import PartKind, Upload, UploadPart, UploadState
from app.models.user import RefreshToken, Session, User, UserNameTerm
from app.models.view import DefaultView, SavedView, ViewKind

__all__ = [
    "Alert",
    "Cadence",
    "Change",
    "DefaultView",
    "Disclosure",
    "Entity",
    "Export",
    "Gesture",
    "GestureKind",
    "IdempotencyKey",
    "Job",
    "JobKind",
    "JobRow",
    "JobState",
    "KeyCanary",
    "Metric",
    "Order",
    "OrderItem",
    "OrderRollup",
    "OrderStatus",
    "OrderSum",
    "OutboxMail",
    "PartKind",
    "Product",
    "ProductSum",
    "RefreshToken",
    "ReportSchedule",
    "RowState",
    "SavedView",
    "Session",
    "Side",
    "Tier",
    "Upload",
    "UploadPart",
    "UploadState",
    "User",
    "UserNameTerm",
    "ViewKind",
    "metadata",
]

"""The use cases of imports, as the doors know them."""

from app.features.imports.exporting import export_orders as export_orders
from app.features.imports.lists import import_products as import_products
from app.features.imports.lists import import_users as import_users
from app.features.imports.orders import import_orders as import_orders
from app.features.imports.report import writing_report as writing_report
from app.features.imports.schemas import FaultSink as FaultSink
from app.features.imports.schemas import ImportOptions as ImportOptions
from app.features.imports.schemas import ProgressSink as ProgressSink
from app.features.imports.schemas import Summary as Summary

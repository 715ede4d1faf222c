from app.ui.admin_orders.grid import COLUMNS, ORDERS, REFUSALS
from app.ui.grid_views.address import parameters_of, read
from app.ui.grid_views.look import GridLook
from app.ui.grid_views.page import page_of


def test_a_link_of_the_dashboard_becomes_the_grids_filters() -> None:
    page = page_of(ORDERS)
    link = "status=paid,shipped,paid,nonsense&from=2026-01-01&to=2026-02-01&tz=Europe/Berlin"
    fitted = page.fit(read(page, parameters_of(link), GridLook(), tz="UTC").look)
    assert [part.model_dump(exclude_defaults=True) for part in fitted.look.filters] == [
        {"field": "status", "kind": "set", "values": ("paid", "shipped")},
        {"field": "ordered_at", "kind": "range", "low": "2025-12-31T23:00:00Z", "high": "2026-01-31T23:00:00Z"},
    ]
    assert fitted.dropped == ("status 'nonsense'",)


def test_the_grid_knows_the_rules_of_the_status() -> None:
    assert "shipped" in REFUSALS["pending"]
    assert "paid" not in REFUSALS["pending"]
    assert {column.field for column in COLUMNS if column.editable} == {"status", "ordered_at", "ship_to", "note"}

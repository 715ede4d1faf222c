from app.core.config import load_settings
from app.ui.components.brand import settled

PAGE = '<head><meta content="Daybook" name="daybook-shop"/></head><p><span data-shop-name="">Daybook</span> Daybook</p>'


def test_a_page_carries_the_shops_name_and_nothing_else_changes() -> None:
    html = settled(PAGE, load_settings(shop_name="Tea & Cups"))
    assert html == PAGE.replace('content="Daybook"', 'content="Tea &amp; Cups"').replace(
        '"">Daybook<', '"">Tea &amp; Cups<'
    )


def test_a_shops_name_is_text_whatever_it_holds() -> None:
    html = settled(PAGE, load_settings(shop_name='</span><script>"\\1 \\g<0>'))
    assert "<script>" not in html
    assert "&lt;script&gt;&quot;\\1 \\g&lt;0&gt;" in html

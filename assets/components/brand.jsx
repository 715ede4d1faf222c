// The shop's name, from the page's head: the build is the same for every shop. Where the page is drawn ahead there is
// no document; the server then puts the name in as it serves the page, so that both agree.
export function ShopName() {
  const meta = typeof document === "undefined" ? null : document.querySelector('meta[name="daybook-shop"]');
  return (
    <span data-shop-name="" suppressHydrationWarning>
      {meta?.content || "Daybook"}
    </span>
  );
}

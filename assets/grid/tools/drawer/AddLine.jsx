// A product more: a combobox over what is for sale (ARIA Authoring Practices, editable combobox with list autocomplete).
import { useEffect, useId, useRef, useState } from "react";
import { money } from "../../format.js";
import { Problem } from "../../transport.js";

const TYPING = 150;

// What is for sale and fits the text; null until the first answer.
function useProducts(desk, text, currency, open) {
  const [found, setFound] = useState(null);
  useEffect(() => {
    if (!open) return undefined;
    let current = true;
    const timer = setTimeout(async () => {
      try {
        const { products } = await desk.post("products", { q: text, currency });
        if (current) setFound({ products, text });
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (problem.status === 401) desk.signedOut(problem);
        if (current) setFound({ products: [], text, problem: problem.message });
      }
    }, TYPING);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [desk, text, currency, open]);
  return found;
}

export function AddLine({ desk, currency, add }) {
  const id = useId();
  const list = useRef(null);
  const [text, setText] = useState("");
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const found = useProducts(desk, text, currency, open);
  const products = found?.products ?? [];
  useEffect(() => {
    if (!open || !found) return;
    desk.say(found.problem ?? `${products.length || "No"} ${products.length === 1 ? "product" : "products"}`);
    setActive(products.length && text ? 0 : -1);
  }, [found]);
  useEffect(() => { list.current?.children[active]?.scrollIntoView({ block: "nearest" }); }, [active]);

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const pick = (product) => {
    add(product);
    setText("");
    close();
  };
  const press = (event) => {
    if (event.altKey) return;
    const last = products.length - 1;
    if (event.key === "ArrowDown") {
      setOpen(true);
      setActive(active >= last ? 0 : active + 1);
    } else if (event.key === "ArrowUp") setActive(active <= 0 ? last : active - 1);
    else if (event.key === "Enter" && open && products[active] && found.text === text) pick(products[active]);
    else if (event.key === "Escape" && (open || text)) {
      if (!open) setText("");
      close();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="dr-add" onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && close()}>
      <label htmlFor={id}>Add a product</label>
      <div className="dr-combo">
        <input
          id={id}
          className="dr-input"
          role="combobox"
          data-field="add"
          aria-expanded={open}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
          placeholder="Name or SKU"
          maxLength={200}
          autoComplete="off"
          value={text}
          onClick={() => setOpen(true)}
          onChange={(event) => {
            setText(event.target.value);
            setOpen(true);
          }}
          onKeyDown={press}
        />
        {open && found && (
          <ul ref={list} id={`${id}-list`} className="dr-popup dg-options" role="listbox" tabIndex={-1} aria-label="Products for sale">
            {products.map((product, place) => (
              <li
                key={product.id}
                id={`${id}-${place}`}
                role="option"
                aria-selected={place === active}
                className={place === active ? "dg-active" : undefined}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => pick(product)}
              >
                <span>{product.name}<small>{product.sku}</small></span>
                <span className="dr-number">{money(product.price)}</span>
              </li>
            ))}
            {!products.length && <li className="dr-none" role="presentation">{found.problem ?? "Nothing for sale matches."}</li>}
          </ul>
        )}
      </div>
    </div>
  );
}

// A modal dialog over <dialog>: the browser keeps the focus inside and gives it back.
import { useEffect, useRef } from "react";

export function Dialog({ open, label, onDismiss, className = "", children }) {
  const element = useRef(null);
  useEffect(() => {
    const dialog = element.current;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  const cancel = (event) => {
    event.preventDefault();
    onDismiss?.();
  };
  const clickedBeside = (event) => event.target === element.current && onDismiss?.();
  return (
    <dialog ref={element} className={`dialog ${className}`.trim()} aria-label={label} onCancel={cancel} onMouseDown={clickedBeside}>
      <div className="dialog-body">{open ? children : null}</div>
    </dialog>
  );
}

// What could not be done as it was asked for, and what else can be: over the rows, until it is put away.
import { useEffect } from "react";

const SHOWN = 9000;

export function Notice({ desk, notice }) {
  const away = () => desk.store.set({ notice: null });
  useEffect(() => {
    if (!notice || notice.action) return undefined;
    const timer = setTimeout(away, SHOWN);
    return () => clearTimeout(timer);
  }, [notice]);
  if (!notice) return null;
  const act = () => {
    away();
    notice.action.run();
  };
  return (
    <div className="dg-notice" role="group" aria-label="Notice" onKeyDown={(event) => event.key === "Escape" && away()}>
      <span>{notice.words}</span>
      {notice.action && <button type="button" onClick={act}>{notice.action.label}</button>}
      <button type="button" className="dg-icon-button" aria-label="Put away" onClick={away}>×</button>
    </div>
  );
}

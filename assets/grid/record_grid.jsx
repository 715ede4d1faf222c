// The record grid: AG Grid Community over the grid's door. The page gives declarations and a tick; rows, edits and what
// became of them stay here and on the server, never in the page's state.
import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { useLocation, useNavigate } from "react-router";
import { AgGridReact } from "ag-grid-react";
import { definitions } from "./columns.jsx";
import { deskFor, revisit } from "./desks.js";
import { ROW_HEIGHT, theme } from "./modules.js";
import { CellNote, FullText } from "./note.jsx";
import { Notice } from "./notice.jsx";
import { SidePanel } from "./panel.jsx";
import { selectColumn } from "./select_column.jsx";
import { toolsOf } from "./tools/index.js";
import { loginPath } from "./session_over.js";
import { Toolbar } from "./toolbar.jsx";
import { useKeptFocus } from "./kept_focus.js";
import { useGridKeys, tabToNextCell } from "./keys.js";
import { Away, Offline } from "./unsent/stamps.jsx";
import "../css/grid.css";
import "../css/grid_cells.css";

const BLOCK = 100;
const ROW_CLASSES = { "dg-gone": ({ data }) => Boolean(data?._gone), "dg-left": ({ data }) => Boolean(data?._left && !data._gone) };
// Before its first layout AG Grid finds no room and would unpin; rows made meanwhile keep such cells in the wrong lane.
const NEVER_UNPIN = () => [];
const DEFAULT_COLUMN = { suppressHeaderMenuButton: true };

function Over({ problem, loaded, total, emptyText, filtered, retry, clear }) {
  if (problem) {
    return (
      <div className="dg-banner" role="alert">
        <span>{problem.message}.{problem.final ? "" : " Trying again…"}</span>
        <button type="button" onClick={retry}>Retry</button>
      </div>
    );
  }
  if (!loaded || total !== 0) return null;
  return (
    <div className="dg-empty">
      <p>{filtered ? "Nothing matches." : emptyText}</p>
      {filtered && <button type="button" onClick={clear}>Clear search and filters</button>}
    </div>
  );
}

function SignedOut({ words, entries, href }) {
  const held = entries.length === 1 ? "1 edit waits" : `${entries.length || "Your"} edits wait`;
  return (
    <div className="dg-banner" role="alert">
      <span>{words}. {held} here until you have signed in again.</span>
      <a href={href} target="_blank" rel="noopener">Sign in (new tab)</a>
    </div>
  );
}

// The build knows no shop: its currency stands in the page's head.
const shopCurrency = () => document.querySelector('meta[name="daybook-currency"]')?.content || "EUR";
const ofShop = (column) => (column.kind === "money" ? { ...column, currency: column.currency || shopCurrency() } : column);

// After a reload the page's state is that of before for a moment: what it says is shown once it is about this address.
const PATIENCE = 2000;

function useBegun(view) {
  const [waited, setWaited] = useState(false);
  const begun = useRef(false);
  useEffect(() => {
    const timer = setTimeout(() => setWaited(true), PATIENCE);
    return () => clearTimeout(timer);
  }, []);
  begun.current ||= waited || view.asked === undefined || view.asked === location.search.slice(1);
  return begun.current;
}

// A connection that comes back begins with the page's first state, which is not `ready`: what is shown stays meanwhile,
// an open editor and what was typed in it too. `children` stand there until the page is ready for the first time.
export function RecordGrid({ ready, children, ...now }) {
  const last = useRef(null);
  if (ready) last.current = now;
  return last.current ? <Ready {...last.current} /> : children;
}

function Ready({ columns, ...rest }) {
  // The page hands over a new but equal array with each of its own renders.
  const declared = JSON.stringify(columns);
  const own = useMemo(() => JSON.parse(declared).map(ofShop), [declared]);
  return <Grid {...rest} columns={own} />;
}

function Grid({ entity, label, noun, columns, facets = [], tick, view, timeZone, searchLabel, emptyText, people, places, onHere }) {
  const open = useNavigate();
  const { key: visit } = useLocation();
  const root = useRef(null);
  const searchRef = useRef(null);
  const [desk] = useState(() => deskFor({ entity, columns, facets, noun, view, open }, visit));
  const shown = useSyncExternalStore(desk.store.subscribe, desk.store.get, desk.store.get);
  const tools = useMemo(() => toolsOf(desk), [desk]);
  desk.follow({ timeZone, onHere, root });

  useEffect(() => { desk.rows.tick(tick, desk.api); }, [tick, shown.ready]);
  useEffect(() => { desk.store.set({ people, places }); }, [people, places]);
  useEffect(() => { desk.look(view); }, [JSON.stringify(view), shown.ready]);
  useEffect(() => desk.listen(), []);
  useEffect(() => revisit(entity, visit), [visit]);
  useGridKeys(desk, searchRef, tools);
  useKeptFocus(root);

  const columnDefs = useMemo(() => [selectColumn(), ...definitions(columns, { edits: desk.edits })], [columns]);
  const entry = shown.focus && !shown.editing ? desk.edits.of(shown.focus.id, shown.focus.field) : null;
  const noted = entry && ["invalid", "conflict", "draft"].includes(entry.state);

  return (
    <section className="dg" aria-label={label} ref={root} tabIndex={-1} data-signed-out={Boolean(shown.signedOut)}>
      <Toolbar {...{ desk, shown, tools, columns, noun, searchLabel, searchRef, timeZone }} />
      <div className="dg-main">
      <div className="dg-body">
        <AgGridReact
          theme={theme}
          context={desk.context}
          columnDefs={columnDefs}
          defaultColDef={DEFAULT_COLUMN}
          rowModelType="infinite"
          getRowId={({ data }) => data.id}
          rowHeight={ROW_HEIGHT}
          rowClassRules={ROW_CLASSES}
          cacheBlockSize={BLOCK}
          maxBlocksInCache={20}
          maxConcurrentDatasourceRequests={-1}
          blockLoadDebounceMillis={40}
          infiniteInitialRowCount={desk.left?.count || 40}
          cellFlashDuration={600}
          cellFadeDuration={600}
          animateRows={false}
          processUnpinnedColumns={NEVER_UNPIN}
          readOnlyEdit
          enterNavigatesVerticallyAfterEdit
          stopEditingWhenCellsLoseFocus
          suppressDragLeaveHidesColumns
          suppressNoRowsOverlay
          tabToNextCell={tabToNextCell}
          onGridReady={({ api }) => desk.ready(api, label)}
          onGridPreDestroyed={() => desk.leave()}
          onSortChanged={() => desk.sorted()}
          onCellFocused={() => desk.focused()}
          onCellEditingStarted={(event) => desk.hands.editingStarted(event)}
          onCellEditingStopped={() => desk.hands.editingStopped()}
          onCellEditRequest={(event) => desk.hands.editRequested(event)}
          onCellClicked={(event) => desk.hands.clicked(event)}
          onBodyScroll={() => desk.scrolled()}
          onColumnResized={(event) => desk.layout.resized(event)}
          onColumnMoved={(event) => desk.layout.moved(event)}
          onColumnPinned={(event) => desk.layout.moved(event)}
        />
        <Away desk={desk} />
        <Notice desk={desk} notice={shown.notice} />
        {shown.signedOut && <SignedOut words={shown.signedOut} entries={shown.entries} href={loginPath()} />}
        <Over
          {...{ emptyText }}
          problem={shown.signedOut ? null : shown.problem}
          loaded={shown.loaded}
          total={shown.total}
          filtered={Boolean(shown.search || shown.filters.length)}
          retry={() => desk.reload()}
          clear={() => desk.setQuery({ search: "", filters: [] })}
        />
      </div>
      <SidePanel {...{ desk, shown, tools }} />
      </div>
      {tools.filter((tool) => tool.Foot).map((tool) => <tool.Foot key={tool.name} {...{ desk, shown }} />)}
      <Offline desk={desk} entries={shown.entries} />
      {noted && (
        <CellNote
          entry={entry}
          column={columns.find((c) => c.field === entry.field)}
          anchor={() => desk.cellElement(entry)}
          moved={shown.moved}
          timeZone={timeZone}
          actions={desk.hands.actions}
        />
      )}
      {!noted && !shown.editing && shown.focus && <FullText at={shown.focus} anchor={() => desk.cellElement(shown.focus)} moved={shown.moved} />}
      <div className="dg-voice" aria-live="polite"><span key={shown.spoken}>{shown.voice}</span></div>
    </section>
  );
}

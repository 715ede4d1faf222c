// What stands behind one grid on a page: it ties AG Grid's events to the rows and the edits, and holds what is shown of them.
import { Address, lookOf, sameLook } from "./address.js";
import { same, text, whole } from "./format.js";
import { Hands } from "./hands.js";
import { Layout } from "./layout.js";
import { Marks } from "./marks.js";
import { Rows } from "./rows.js";
import { selectionOf } from "./selection.js";
import { openAnew, sessionOver } from "./session_over.js";
import { Side } from "./side.js";
import { Stillness } from "./stillness.js";
import { Store } from "./store.js";
import { toolsOf } from "./tools/index.js";
import { post } from "./transport.js";
import { keptEdits, watchTyping } from "./unsent/unsent.js";

const TYPING = 250;
const NEWS = 5000;

export class Desk {
  api = null;
  #timer = 0;
  #asked = false;

  constructor({ entity, columns, facets, noun, view, open, edits }) {
    const path = `/grid/${encodeURIComponent(entity)}`;
    this.entity = entity;
    this.path = path;
    this.go = open;
    this.marks = new Marks();
    this.columns = new Map(columns.map((column) => [column.field, column]));
    this.facets = new Map(facets.map((facet) => [facet.field, facet]));
    this.store = new Store({
      search: view.search ?? "", filters: view.filters ?? [], total: null, problem: null, arrived: 0, left: 0, entries: [], voice: "", news: "", signedOut: false, panel: null, columns: [], at: view.at ?? null, modified: Boolean(view.modified),
    });
    Object.assign(this, { view, noun });
    this.still = new Stillness();
    this.rows = new Rows({
      path,
      first: columns[0].field,
      store: this.store,
      query: () => this.query(),
      calm: () => this.#calm(),
      say: (count) => this.#tellNews(count),
      drawn: () => this.api && this.hands.drawn(),
      found: (total) => this.#found(total),
      signedOut: () => this.signedOut(),
    });
    this.edits = edits ?? keptEdits({ entity, path });
    Object.assign(this.edits, {
      path,
      nameOf: (row) => text(columns[0], row[columns[0].field], ""),
      labels: Object.fromEntries(columns.map((column) => [column.field, column.label])),
      rowChanged: (row) => this.api && this.rows.patch(row, this.api),
      cellChanged: (id, field) => this.#cellChanged(id, field),
      say: this.say,
      signedOut: (problem) => this.signedOut(problem),
    });
    this.selection = selectionOf(this);
    this.context = { edits: this.edits, marks: this.marks, selection: this.selection, store: this.store, nameOf: this.edits.nameOf, go: (href, row) => this.side.visits(row) || this.go(href), timeZone: "", first: columns[0].field };
    this.hands = this.context.hands = new Hands(this);
    this.side = new Side(this);
    this.layout = new Layout(this);
    this.address = new Address(this);
  }

  follow({ timeZone, onHere, root }) {
    Object.assign(this, { onHere, root });
    this.context.timeZone = timeZone;
  }

  query() {
    const { filters, search } = this.store.get();
    return { filters, search, tz: this.context.timeZone || Intl.DateTimeFormat().resolvedOptions().timeZone };
  }

  ready(api, label) {
    this.api = api;
    this.grid = this.root.current.querySelector('[role="grid"], [role="treegrid"]');
    this.grid?.setAttribute("aria-label", label);
    this.grid?.setAttribute("aria-multiselectable", "true");
    const first = this.left ?? this.view;
    this.layout.apply(first.columns);
    this.#applySort(first.sort ?? []);
    this.#laidOut();
    if (!this.left && this.address.takes(this.view)) this.address.settle(this.view.address);
    api.setGridOption("datasource", this.rows.source());
    if (this.left?.first) api.ensureIndexVisible(this.left.first, "top");
    this.store.set({ ready: true, entries: this.edits.list() });
  }

  // Edits on their way go on to the server; there is only nothing left to draw.
  leave() {
    this.edits.stopTyping({ keep: true });
    this.left = { sort: this.sorting(), columns: this.layout.read(), first: this.api.getFirstDisplayedRowIndex?.() ?? 0, count: this.api.getDisplayedRowCount() };
    this.hands.ranges.clear();
    this.api = null;
    this.rows.restart();
    this.store.set({ ready: false });
  }

  // Rows may move by themselves only while nobody is at work here: at the top, nothing open, unsaved or selected.
  #calm() {
    const top = this.api.getVerticalPixelRange().top < 1;
    return top && !this.holds && !this.hands.ranges.several && this.still.lasts && !this.root.current.querySelector(".dg-panel");
  }

  // Something is typed and not saved yet.
  get holds() {
    return this.edits.list().length > 0 || Boolean(this.api?.getEditingCells().length);
  }

  #tellNews(count) {
    const news = `${count} new ${this.noun[count === 1 ? 0 : 1]}`;
    this.store.set({ news, voice: news });
    clearTimeout(this.newsTimer);
    this.newsTimer = setTimeout(() => this.store.set({ news: "" }), NEWS);
  }

  signedOut(problem) {
    sessionOver(this, problem);
  }

  settleSignedOut() {
    openAnew(this);
  }

  showArrived() {
    this.api.ensureIndexVisible(0, "top");
    this.rows.arrivals.now(this.api);
  }

  // The page says what its address stands for (a link to the rows behind a number, Back, a saved view).
  look(view) {
    if (same(view, this.view) || !this.api) return;
    this.view = view;
    if (!this.address.takes(view)) return;
    this.store.set({ at: view.at ?? null, modified: Boolean(view.modified) });
    const look = lookOf(view);
    if (!sameLook(look, this.arranged)) {
      if (!same(look.filters, this.query().filters) || look.search !== this.query().search) this.selection.clear();
      this.store.set({ search: look.search, filters: look.filters });
      this.layout.apply(look.columns);
      this.#applySort(look.sort);
      this.#laidOut();
      this.reload({ top: true });
    }
    this.address.settle(view.address);
  }

  // How the list is looked at now, as a view holds it.
  get arranged() {
    const { filters, search } = this.store.get();
    return { columns: this.layout.read(), sort: this.sorting(), filters, search };
  }

  // The first column that is shown bears the marks of its row.
  #laidOut() {
    const columns = this.layout.read();
    this.context.first = this.rows.first = columns[0].field;
    // AG Grid counts hidden columns too.
    this.grid?.setAttribute("aria-colcount", this.api.getAllDisplayedColumns().length);
    this.store.set({ columns, sort: this.sorting() });
  }

  // Something of it changed by this person's hand.
  looked() {
    this.#laidOut();
    this.address.changed();
  }

  #applySort(sort) {
    const state = sort.map(({ field, desc }, sortIndex) => ({ colId: field, sort: desc ? "desc" : "asc", sortIndex }));
    this.api.applyColumnState({ state, defaultState: { sort: null } });
  }

  scrolled() {
    this.rows.moved();
    const { focus, moved = 0 } = this.store.get();
    if (focus) this.store.set({ moved: moved + 1 });
  }

  // By the person's hand; `sorted` follows.
  sortBy(sort) {
    this.#applySort(sort);
  }

  sorting() {
    const sorted = this.api.getColumnState().filter((column) => column.sort);
    sorted.sort((a, b) => a.sortIndex - b.sortIndex);
    return sorted.map(({ colId, sort }) => ({ field: colId, desc: sort === "desc" }));
  }

  // AG Grid empties its blocks by itself when the sort changes.
  sorted() {
    this.rows.restart();
    this.hands.ranges.clear();
    this.selection.letGo();
    this.looked();
  }

  setQuery(change) {
    this.selection.clear();
    this.store.set(change);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#asked = true;
      this.reload({ top: true });
      this.looked();
    }, TYPING);
  }

  // What was asked for by search or filter is found.
  #found(total) {
    if (this.#asked) this.say(total ? `${whole(total)} ${this.noun[total === 1 ? 0 : 1]}` : "Nothing matches");
    this.#asked = false;
  }

  reload({ top = false } = {}) {
    this.api.stopEditing();
    this.rows.restart();
    this.hands.ranges.clear();
    if (top && this.api.getDisplayedRowCount()) this.api.ensureIndexVisible(0, "top");
    this.api.purgeInfiniteCache();
  }

  // AG Grid tells of the focus a moment later; what counts is where it is by then.
  focused() {
    const at = this.api.getFocusedCell();
    if (at) this.hands.focused(at);
    const data = at && this.api.getDisplayedRowAtIndex(at.rowIndex)?.data;
    this.store.set({ focus: data ? { id: data.id, field: at.column.getColId() } : null });
  }

  #cellChanged(id, field) {
    this.store.set({ entries: this.edits.list() });
    setTimeout(() => this.settleSignedOut());
    this.redraw(id, field);
  }

  cellElement({ id, field }) {
    return this.root.current?.querySelector(`[row-id="${CSS.escape(id)}"] [col-id="${CSS.escape(field)}"]`);
  }

  goTo({ id, field }) {
    if (this.side.goesTo({ id, field })) return;
    const node = this.api.getRowNode(id);
    if (!node) return;
    this.api.ensureIndexVisible(node.rowIndex);
    this.api.ensureColumnVisible(field);
    this.api.setFocusedCell(node.rowIndex, field);
  }

  open(name, props = {}) {
    this.side.open(name, props);
  }

  close() {
    this.side.close();
  }

  toggle(name, props) {
    this.side.toggle(name, props);
  }

  // One message to the grid's door; throws a Problem.
  post(verb, message) {
    return post(`${this.path}/${verb}`, message);
  }

  say = (voice) => this.store.set({ voice });

  // Said and shown, with a button that does `action.run` where something can be done.
  tell(words, action) {
    this.store.set({ voice: words, notice: { words, action } });
  }

  // Draws a cell again, or a whole row, after what is marked on it has changed.
  redraw(id, field) {
    const node = this.api?.getRowNode(id);
    if (node && (!field || this.columns.has(field))) this.api.refreshCells({ rowNodes: [node], columns: field && [field], force: true, suppressFlash: true });
  }

  // Once the page is drawn, until the function that comes back is called. The effect that leads to sign in comes here.
  listen() {
    const stay = (event) => {
      event.preventDefault();
      this.signedOut();
    };
    addEventListener("daybook:leave", stay);
    const root = this.root.current;
    const stops = [this.still.watch(root), watchTyping(this, root), this.hands.listen(root)];
    const detached = toolsOf(this).map((tool) => tool.attach?.(this));
    return () => {
      for (const stop of stops) stop();
      for (const detach of detached) detach?.();
      removeEventListener("daybook:leave", stay);
    };
  }
}

// The parts of AG Grid Community that the record grid uses; nothing else reaches the bundle.
import {
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  HighlightChangesModule,
  InfiniteRowModelModule,
  ModuleRegistry,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
  themeQuartz,
} from "ag-grid-community";

ModuleRegistry.registerModules([
  CellStyleModule,
  ColumnApiModule,
  CustomEditorModule,
  HighlightChangesModule,
  InfiniteRowModelModule,
  RenderApiModule,
  RowApiModule,
  RowStyleModule,
  ScrollApiModule,
]);

export const ROW_HEIGHT = 34;

// Bound to the design tokens, so that light and dark follow the page by themselves.
export const theme = themeQuartz.withParams({
  accentColor: "var(--accent)",
  backgroundColor: "var(--surface)",
  foregroundColor: "var(--text)",
  browserColorScheme: "inherit",
  borderColor: "var(--line)",
  borderRadius: 0,
  wrapperBorder: false,
  wrapperBorderRadius: 0,
  headerBackgroundColor: "var(--surface-2)",
  headerTextColor: "var(--text-muted)",
  headerFontWeight: 600,
  headerFontSize: 12,
  headerHeight: 34,
  rowHeight: ROW_HEIGHT,
  rowBorder: { color: "var(--line)" },
  columnBorder: false,
  cellHorizontalPadding: 12,
  fontFamily: "inherit",
  fontSize: 13,
  rowHoverColor: "var(--hover)",
  oddRowBackgroundColor: "var(--surface)",
  rangeSelectionBorderColor: "var(--accent)",
  valueChangeValueHighlightBackgroundColor: "var(--flash)",
  popupShadow: "var(--shadow)",
  cellEditingShadow: "var(--shadow)",
  focusShadow: "none",
});

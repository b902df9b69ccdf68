// A table whose rows open at a click opens none when it merely gains the focus. The framework's grid marks its first cell
// then, and a mark is all that the server hears: a click on a column's head, one beside the rows or the Tab key opened the
// row on top. So such a table (its key begins with "opens:") hears of the focus only when a cell is marked already; Enter
// marks the first one, for who works without a mouse.
(() => {
  "use strict";
  const GRID = '[class*="st-key-opens-"] canvas[data-testid="data-grid-canvas"]';
  const TOLD_AFTER = 300; // milliseconds; the grid writes what is marked into its hidden table up to 200 ms later
  const isMarked = (canvas) => canvas.querySelector('td[aria-selected="true"]') !== null;
  const gridOf = (event) => (event.target instanceof Element && event.target.matches(GRID) ? event.target : null);
  let passing = null;

  const tell = (canvas) => {
    passing = canvas;
    canvas.dispatchEvent(new FocusEvent("focusin", { bubbles: true }));
    passing = null;
  };

  document.addEventListener("focusin", (event) => {
    const canvas = gridOf(event);
    if (canvas && canvas !== passing && !isMarked(canvas)) event.stopImmediatePropagation();
  }, true);

  document.addEventListener("pointerup", (event) => {
    const canvas = gridOf(event);
    if (!canvas) return;
    setTimeout(() => {
      if (canvas.isConnected && document.activeElement === canvas && isMarked(canvas)) tell(canvas);
    }, TOLD_AFTER);
  }, true);

  document.addEventListener("keydown", (event) => {
    const canvas = gridOf(event);
    if (canvas && event.key === "Enter" && !isMarked(canvas)) {
      event.stopImmediatePropagation();
      event.preventDefault();
      tell(canvas);
    }
  }, true);
})();

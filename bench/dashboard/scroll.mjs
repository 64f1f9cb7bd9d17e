/**
 * Runs in the page: scrolls down as fast as frames come, four screens a second and more, until so many rows have been passed, and watches
 * whether a row stands in the middle of the screen.
 *
 * @param {number} rows
 */
export function scrolled(rows) {
  return new Promise((resolve) => {
    const started = performance.now();
    const told = { frames: 0, longestBlankMs: 0, longestFrameMs: 0, reached: 0, seconds: 0 };
    let blankSince;
    let before = started;
    const frame = () => {
      const now = performance.now();
      told.frames += 1;
      told.longestFrameMs = Math.max(told.longestFrameMs, now - before);
      before = now;
      const row = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2)?.closest('tr[data-index]');
      const table = document.querySelector('.table-long')?.getBoundingClientRect();
      const isInTable = table !== undefined && table.top < window.innerHeight / 2 && table.bottom > window.innerHeight / 2;
      if (row != null) {
        told.reached = Math.max(told.reached, Number(row.dataset.index) + 1);
        blankSince = undefined;
      } else if (isInTable) {
        blankSince ??= now;
        told.longestBlankMs = Math.max(told.longestBlankMs, now - blankSince);
      }
      if (told.reached >= rows - 20 || now - started > 240_000) {
        told.seconds = (now - started) / 1_000;
        resolve(told);
        return;
      }
      window.scrollBy(0, 1_500);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
}

/**
 * Runs in the page: goes to a place far away, as whoever drags the bar does, and waits until a row stands there.
 *
 * @param {number} share of the list's length
 */
export function jumped(share) {
  return new Promise((resolve) => {
    const started = performance.now();
    window.scrollTo(0, document.documentElement.scrollHeight * share);
    const look = () => {
      const row = document.elementFromPoint(window.innerWidth / 2, window.innerHeight / 2)?.closest('tr[data-index]');
      const ms = performance.now() - started;
      if (row == null && ms < 60_000) requestAnimationFrame(look);
      else resolve({ ms, row: Number(row?.dataset.index ?? -1) + 1 });
    };
    requestAnimationFrame(look);
  });
}

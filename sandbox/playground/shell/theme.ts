/** Runs before anything is drawn, so that the page never flashes in the other theme. */
let chosen: string | null = null;
try {
  chosen = localStorage.getItem('litemail-sandbox.theme');
} catch {
  // Nothing is remembered in private windows.
}
if (chosen === 'light' || chosen === 'dark') document.documentElement.dataset.theme = chosen;

// Runs before the first paint (a file, because the page allows no inline script), so dark never flashes white.
;(function () {
  var chosen = 'system'
  try {
    chosen = localStorage.getItem('lend.theme') || 'system'
  } catch {
    chosen = 'system'
  }
  var dark =
    chosen === 'dark' || (chosen === 'system' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()

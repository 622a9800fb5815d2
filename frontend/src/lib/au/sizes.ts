/** File sizes. */

const KB = 1024

/** "1 kB", "182 kB", "8.3 MB" */
export function fileSize(bytes: number): string {
  if (bytes < KB * KB) return `${Math.max(1, Math.round(bytes / KB))} kB`
  const megabytes = bytes / KB / KB
  return `${megabytes < 10 ? Math.round(megabytes * 10) / 10 : Math.round(megabytes)} MB`
}

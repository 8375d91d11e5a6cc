const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size as people say it, decimal units: "0 B", "512 kB", "1.2 GB". */
export function formatBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const amount = bytes / 1_000 ** power;
  return `${power === 0 || amount >= 99.5 ? Math.round(amount) : Number(amount.toFixed(1))} ${units[power]}`;
}

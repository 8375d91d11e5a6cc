const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size as people say it, decimal units: "0 B", "512 kB", "1.2 GB". */
export function formatBytes(bytes: number): string {
  // from 999.5 on, rounding would show a thousand of the smaller unit
  const power = units.findIndex((_, place) => bytes / 1_000 ** place < 999.5);
  const place = power === -1 ? units.length - 1 : power;
  const amount = bytes / 1_000 ** place;
  return `${place === 0 || amount >= 99.5 ? Math.round(amount) : Number(amount.toFixed(1))} ${units[place]}`;
}

import { slipsBetween } from '../../lib/nearest.ts';

/** `userName`, `user_name` and `username` are alike, as are `note` and `notes`. */
export function alikeNames(a: string, b: string): boolean {
  const [one, other] = [plain(a), plain(b)];
  if (one === other) return true;
  const longer = Math.max(one.length, other.length);
  const shorter = Math.min(one.length, other.length);
  if (shorter >= 4 && (one.includes(other) || other.includes(one))) return true;
  return slipsBetween(one, other, Math.ceil(longer * 0.4)) <= longer * 0.34;
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

import { backups as backupsCard } from '../../../src/render/backups.ts';
import type { Sample } from './sample.ts';
import { ana, backupsReport, production } from './shop.ts';

export const backups: readonly Sample[] = [
  {
    what: "Godwit's own, one of somebody else's, and one that is broken:",
    card: backupsCard({ environment: production, report: backupsReport, askedBy: ana }),
  },
];

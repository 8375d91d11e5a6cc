import type { Sha256 } from '../domain/ids.ts';
import type { Store } from '../ports/store.ts';
import type { Tables } from './tables.ts';

/** SQL of migrations by checksum. Postgres cannot hold NUL in text, nor could any migration use it. */
export function migrationTexts({ prisma }: Tables): Pick<Store, 'saveSql' | 'sql'> {
  return {
    saveSql: async (texts) => {
      if (texts.size === 0) return;
      const data = [...texts].map(([sha256, text]) => ({ sha256, text: text.replaceAll('\0', '') }));
      await prisma.migrationSqlRow.createMany({ data, skipDuplicates: true });
    },
    sql: async (checksums) => {
      const rows = await prisma.migrationSqlRow.findMany({ where: { sha256: { in: [...checksums] } } });
      return new Map(rows.map(({ sha256, text }) => [sha256 as Sha256, text]));
    },
  };
}

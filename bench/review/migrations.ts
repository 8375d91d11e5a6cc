import { Numbers } from './numbers.ts';

/** A table that the generated migrations know: its columns can be changed, its key be pointed at. */
interface Known {
  readonly name: string;
  readonly columns: readonly string[];
}

const nouns = ['Order', 'Invoice', 'Customer', 'Parcel', 'Ticket', 'Voucher', 'Shift', 'Route'] as const;
const types = [
  'TEXT',
  'INTEGER',
  'TIMESTAMP(3)',
  'JSONB',
  'DECIMAL(65,30)',
  'BOOLEAN',
  'BIGINT',
  'VARCHAR(40)',
] as const;

/**
 * The same migrations in every run: two thirds as `prisma migrate dev` emits them, one third as people write them,
 * none of them broken. Each builds on those before it.
 */
export function migrations(count: number, seed = 20_261_122, before: readonly Known[] = []): readonly string[] {
  const numbers = new Numbers(seed);
  const tables = [...before];
  return Array.from({ length: count }, (_, at) => {
    const last = tables.at(-1);
    if (last === undefined || numbers.below(4) === 0) {
      const made = tableAt(numbers, at);
      const text = newTable(made, last ?? null, numbers);
      tables.push(made);
      return text;
    }
    const table = tables[numbers.below(tables.length)] ?? last;
    return numbers.oneOf(changes)(table, at, numbers);
  });
}

/** SQL text of about so many bytes, and at least as many. */
export function migrationText(bytes: number): string {
  const parts: string[] = [];
  for (let size = 0, seed = 1; size < bytes; seed += 1) {
    for (const text of migrations(100, seed)) {
      const own = text.replaceAll(/"(\w+?)(\d+)"/g, `"$1${seed}_$2"`);
      parts.push(own);
      size += own.length + 1;
      if (size >= bytes) break;
    }
  }
  return parts.join('\n');
}

/** A database of `count` tables with keys that point at each other and an index each: its tables, and their DDL. */
export function schema(count: number): { readonly tables: readonly Known[]; readonly ddl: string } {
  const numbers = new Numbers(count);
  const tables = Array.from({ length: count }, (_, at) => tableAt(numbers, `old${at}`));
  return { tables, ddl: tables.map((table, at) => newTable(table, tables[at - 1] ?? null, numbers)).join('\n') };
}

function tableAt(numbers: Numbers, at: number | string): Known {
  const columns = Array.from(
    { length: 3 + numbers.below(8) },
    (_, nth) => `field${at}${String.fromCharCode(97 + nth)}`,
  );
  return { name: `${numbers.oneOf(nouns)}${at}`, columns };
}

function newTable({ name, columns }: Known, parent: Known | null, numbers: Numbers): string {
  const lines = columns.map(
    (column) => `    "${column}" ${numbers.oneOf(types)}${numbers.below(2) === 0 ? ' NOT NULL' : ''},`,
  );
  const key =
    parent === null
      ? ''
      : `

-- AddForeignKey
ALTER TABLE "${name}" ADD CONSTRAINT "${name}_parentId_fkey" FOREIGN KEY ("parentId") REFERENCES "${parent.name}"("id") ON DELETE SET NULL ON UPDATE CASCADE;`;
  return `-- CreateTable
CREATE TABLE "${name}" (
    "id" SERIAL NOT NULL,
    "parentId" INTEGER,
${lines.join('\n')}
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "${name}_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "${name}_${columns[0]}_idx" ON "${name}"("${columns[0]}");${key}
`;
}

type Write = (table: Known, at: number, numbers: Numbers) => string;

const aColumn = ({ columns }: Known, numbers: Numbers) => columns[numbers.below(columns.length)] ?? 'id';

/** What is done to tables that are there; the first eight as Prisma emits it. */
const changes: readonly [Write, ...Write[]] = [
  ({ name }, at) => `-- AlterTable\nALTER TABLE "${name}" ADD COLUMN     "added${at}" TEXT;\n`,
  ({ name }, at) =>
    `-- AlterTable\nALTER TABLE "${name}" ADD COLUMN     "flag${at}" BOOLEAN NOT NULL DEFAULT false,\nADD COLUMN     "seen${at}" TIMESTAMP(3);\n`,
  (table, at, numbers) =>
    `-- CreateIndex\nCREATE UNIQUE INDEX "${table.name}_${at}_key" ON "${table.name}"("${aColumn(table, numbers)}");\n`,
  (table, at, numbers) =>
    `-- CreateIndex\nCREATE INDEX "${table.name}_${at}_idx" ON "${table.name}"("${aColumn(table, numbers)}", "createdAt" DESC);\n`,
  (table, _, numbers) =>
    `-- AlterTable\nALTER TABLE "${table.name}" ALTER COLUMN "${aColumn(table, numbers)}" DROP NOT NULL;\n`,
  (table, _, numbers) =>
    `/*\n  Warnings:\n\n  - Changed the type of \`${aColumn(table, numbers)}\`. The data in that column could be lost.\n\n*/\n-- AlterTable\nALTER TABLE "${table.name}" ALTER COLUMN "${aColumn(table, numbers)}" SET DATA TYPE TEXT;\n`,
  (_, at) => `-- CreateEnum\nCREATE TYPE "State${at}" AS ENUM ('OPEN', 'PAID', 'CLOSED');\n`,
  ({ name }, at) =>
    `-- AlterTable\nALTER TABLE "${name}" ADD COLUMN     "owner${at}" INTEGER;\n\n-- AddForeignKey\nALTER TABLE "${name}" ADD CONSTRAINT "${name}_${at}_fkey" FOREIGN KEY ("owner${at}") REFERENCES "${name}"("id") ON DELETE RESTRICT ON UPDATE CASCADE;\n`,
  (table, at, numbers) =>
    `-- asked for by the reports; alone in its file\nCREATE INDEX CONCURRENTLY "${table.name}_${at}_part" ON "${table.name}" (lower("${aColumn(table, numbers)}"::text)) WHERE "${aColumn(table, numbers)}" IS NOT NULL;\n`,
  (table, at, numbers) =>
    `SET lock_timeout = '2s';\nALTER TABLE "${table.name}" ADD CONSTRAINT "${table.name}_${at}_check" CHECK ("${aColumn(table, numbers)}" IS NOT NULL) NOT VALID;\n`,
  (table, _, numbers) =>
    `-- Grüße, 数据: backfill before it is required\nUPDATE "${table.name}" SET "${aColumn(table, numbers)}" = DEFAULT WHERE "id" IN (SELECT "id" FROM "${table.name}" WHERE "createdAt" < now() - interval '1 year' LIMIT 5000);\n`,
  ({ name }, at) =>
    `CREATE OR REPLACE FUNCTION touch_${at}() RETURNS trigger LANGUAGE plpgsql AS $body$\nBEGIN\n  NEW."createdAt" := now(); -- kept; on purpose\n  RETURN NEW;\nEND;\n$body$;\n\nCREATE TRIGGER touch_${at} BEFORE UPDATE ON "${name}" FOR EACH ROW EXECUTE FUNCTION touch_${at}();\n`,
];

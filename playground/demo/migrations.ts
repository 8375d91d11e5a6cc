/** What the gold factory's team wrote since the last deploy. */
export interface NewMigration {
  readonly name: string;
  readonly sql: string;
}

/** A new table with rows, and a foreign key to it from a table that is in use: what a restore has to undo as well. */
export const firstMigrations: readonly NewMigration[] = [
  {
    name: '20261105090000_add_vault',
    sql: `-- CreateTable
CREATE TABLE "Vault" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,

    CONSTRAINT "Vault_pkey" PRIMARY KEY ("id")
);

INSERT INTO "Vault" ("name") VALUES ('north'), ('south');
`,
  },
  {
    name: '20261112090000_keep_products_in_vaults',
    sql: `-- AlterTable
ALTER TABLE "Product" ADD COLUMN     "vaultId" INTEGER;

UPDATE "Product" SET "vaultId" = 1 + "id" % 2;

-- AddForeignKey
ALTER TABLE "Product" ADD CONSTRAINT "Product_vaultId_fkey" FOREIGN KEY ("vaultId") REFERENCES "Vault"("id") ON DELETE SET NULL ON UPDATE CASCADE;
`,
  },
];

/** The next one, which somebody changes on production's host after it was approved. */
export const laterMigration: NewMigration = {
  name: '20261119090000_add_assay',
  sql: `-- CreateTable
CREATE TABLE "Assay" (
    "id" SERIAL NOT NULL,
    "productId" INTEGER NOT NULL,
    "fineness" INTEGER NOT NULL,

    CONSTRAINT "Assay_pkey" PRIMARY KEY ("id")
);
`,
};

/** Nobody approved this line. */
export const unapprovedLine = 'DROP TABLE "OrderLine";\n';

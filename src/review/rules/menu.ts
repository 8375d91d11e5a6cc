import { dropColumn } from './B01-drop-column.ts';
import { dropTable } from './B02-drop-table.ts';
import { renameColumn } from './B03-rename-column.ts';
import { renameTable } from './B04-rename-table.ts';
import { renameSchema } from './B05-rename-schema.ts';
import { renameEnumValue } from './B06-rename-enum-value.ts';
import { enumReplaced } from './B07-enum-replaced.ts';
import { requiredColumn } from './B08-required-column.ts';
import { dropDefault } from './B09-drop-default.ts';
import { dropNotNull } from './B10-drop-not-null.ts';
import { jsonColumn } from './B12-json-column.ts';
import { dropObject } from './B13-drop-object.ts';
import { incompatibleType } from './B15-incompatible-type.ts';
import { dropConstraint } from './B16-drop-constraint.ts';
import { notUnderstood } from './B17-not-understood.ts';
import { rightsTaken } from './B18-rights-taken.ts';
import { sequenceMoved } from './B19-sequence-moved.ts';
import { published } from './B20-published.ts';
import { uniqueDuplicates } from './D01-unique-duplicates.ts';
import { nullsInTheWay } from './D02-nulls-in-the-way.ts';
import { truncate } from './D03-truncate.ts';
import { dropSchema } from './D04-drop-schema.ts';
import { noWhere } from './D05-no-where.ts';
import { narrowing } from './D06-narrowing.ts';
import { renameAsDropAndAdd } from './D07-rename-as-drop-and-add.ts';
import { cascadeAdded } from './D08-cascade-added.ts';
import { dropCascade } from './D09-drop-cascade.ts';
import { enumValueUsed } from './D10-enum-value-used.ts';
import { manyRows } from './D11-many-rows.ts';
import { indexNotConcurrent } from './L01-index-not-concurrent.ts';
import { dropIndexNotConcurrent } from './L02-drop-index.ts';
import { reindexNotConcurrent } from './L03-reindex.ts';
import { concurrentlyInCompany } from './L04-concurrently-in-company.ts';
import { concurrentlyIfNotExists } from './L05-concurrently-if-not-exists.ts';
import { checkValidated } from './L06-check-not-valid.ts';
import { foreignKeyValidated } from './L07-foreign-key-not-valid.ts';
import { validateInSameTransaction } from './L08-validate-in-same-transaction.ts';
import { uniqueWithoutIndex } from './L09-unique-without-index.ts';
import { primaryKeyWithoutIndex } from './L10-primary-key-without-index.ts';
import { primaryKeyOnNullable } from './L11-primary-key-on-nullable.ts';
import { exclusionConstraint } from './L12-exclusion.ts';
import { setNotNull } from './L13-set-not-null.ts';
import { volatileDefault } from './L14-volatile-default.ts';
import { storedGenerated } from './L15-stored-generated.ts';
import { serialColumn } from './L16-serial-column.ts';
import { constrainedDomain } from './L17-constrained-domain.ts';
import { inlineConstraint } from './L18-inline-constraint.ts';
import { defaultOnOldServer } from './L19-default-on-old-server.ts';
import { typeRewrite } from './L20-type-rewrite.ts';
import { typeRecheck } from './L21-type-recheck.ts';
import { tableRewrite } from './L22-table-rewrite.ts';
import { partitionAttached } from './L23-partition-attached.ts';
import { partitionDetached } from './L24-partition-detached.ts';
import { refreshNotConcurrent } from './L25-refresh.ts';
import { truncateLock } from './L26-truncate-lock.ts';
import { bothTablesLocked } from './L27-both-tables-locked.ts';
import { lockTimeout } from './L28-lock-timeout.ts';
import { statementTimeout } from './L29-statement-timeout.ts';
import { lockHeldOn } from './L30-lock-held-on.ts';
import { severalAlters } from './L31-several-alters.ts';
import { rowsUnderLock } from './L32-rows-under-lock.ts';
import { explicitLock } from './L33-lock-table.ts';
import { triggersAndPolicies } from './L34-triggers-and-policies.ts';
import { domainConstraint } from './L35-domain-constraint.ts';
import { indexCorruption } from './L36-index-corruption.ts';
import type { Rule } from './rule.ts';
import { limitedText, serialType, smallInteger, zonelessTime } from './S01-types-of-taste.ts';
import { enumType } from './S05-enum.ts';
import { wideIndex } from './S06-wide-index.ts';
import { foreignKeyWithoutIndex } from './S07-foreign-key-without-index.ts';
import { longName } from './S08-long-name.ts';
import { unqualifiedName } from './S09-unqualified.ts';
import { awkwardName } from './S10-awkward-name.ts';
import { noPrimaryKey } from './S11-no-primary-key.ts';
import { columnOrder } from './S12-column-order.ts';
import { doubledColumn } from './S13-doubled-column.ts';
import { enumOrder } from './S14-enum-order.ts';
import { nestedBegin } from './T01-nested-begin.ts';
import { noCommit } from './T02-no-commit.ts';
import { commitInside } from './T03-commit-inside.ts';
import { outsideTransaction } from './T04-outside-transaction.ts';
import { notRepeatable } from './T05-not-repeatable.ts';
import { wideRights } from './X01-wide-rights.ts';

/** Every rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [
  // locks and rewrites
  indexNotConcurrent,
  dropIndexNotConcurrent,
  reindexNotConcurrent,
  concurrentlyInCompany,
  concurrentlyIfNotExists,
  checkValidated,
  foreignKeyValidated,
  validateInSameTransaction,
  uniqueWithoutIndex,
  primaryKeyWithoutIndex,
  primaryKeyOnNullable,
  exclusionConstraint,
  setNotNull,
  volatileDefault,
  storedGenerated,
  serialColumn,
  constrainedDomain,
  inlineConstraint,
  defaultOnOldServer,
  typeRewrite,
  typeRecheck,
  tableRewrite,
  partitionAttached,
  partitionDetached,
  refreshNotConcurrent,
  truncateLock,
  bothTablesLocked,
  lockTimeout,
  statementTimeout,
  lockHeldOn,
  severalAlters,
  rowsUnderLock,
  explicitLock,
  triggersAndPolicies,
  domainConstraint,
  indexCorruption,
  // what breaks running code
  dropColumn,
  dropTable,
  renameColumn,
  renameTable,
  renameSchema,
  renameEnumValue,
  enumReplaced,
  requiredColumn,
  dropDefault,
  dropNotNull,
  jsonColumn,
  dropObject,
  incompatibleType,
  dropConstraint,
  notUnderstood,
  rightsTaken,
  sequenceMoved,
  published,
  // what loses data or fails on it
  uniqueDuplicates,
  nullsInTheWay,
  truncate,
  dropSchema,
  noWhere,
  narrowing,
  renameAsDropAndAdd,
  cascadeAdded,
  dropCascade,
  enumValueUsed,
  manyRows,
  // transactions
  nestedBegin,
  noCommit,
  commitInside,
  outsideTransaction,
  notRepeatable,
  // rights
  wideRights,
  // taste
  foreignKeyWithoutIndex,
  serialType,
  smallInteger,
  limitedText,
  zonelessTime,
  enumType,
  wideIndex,
  longName,
  unqualifiedName,
  awkwardName,
  noPrimaryKey,
  columnOrder,
  doubledColumn,
  enumOrder,
];

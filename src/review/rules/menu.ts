import { dropColumn } from './B01-drop-column.ts';
import { indexNotConcurrent } from './L01-index-not-concurrent.ts';
import { setNotNull } from './L13-set-not-null.ts';
import type { Rule } from './rule.ts';

/** Every rule, in the order in which findings are shown. */
export const rules: readonly Rule[] = [indexNotConcurrent, setNotNull, dropColumn];

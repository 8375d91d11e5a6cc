import { emptyCatalog } from './catalog/catalog.ts';
import type { Catalog } from './catalog/model.ts';
import { worstVerdict } from './order.ts';
import type { Parser } from './parse/parser.ts';
import { reviewFile } from './review-file.ts';
import { rules } from './rules/menu.ts';
import type { Atomicity, Rule } from './rules/rule.ts';
import type { Timeouts } from './timeouts.ts';
import type { FileReview, PlanReview, ReviewedFile } from './types.ts';

export interface Plan {
  readonly parser: Parser;
  /** In the order in which they run. */
  readonly files: readonly ReviewedFile[];
  /** Null: nothing is known of the database. */
  readonly catalog: Catalog | null;
  /** Major version, for a review without a catalog. */
  readonly serverVersion: number;
  /** What runs as one; null where that is not known: taken to be a file. */
  readonly atomicity: Atomicity | null;
  /** Also the rules of taste: as something to be careful about, or `quiet`, as mere information. */
  readonly style?: boolean | 'quiet';
  /** Limits that whoever runs the files sets for the session; absent: none that is known. */
  readonly session?: Timeouts;
}

/** Reviews files in order: what one of them makes is there for the next. */
export function reviewPlan(plan: Plan): PlanReview {
  const atomicity = plan.atomicity ?? 'file';
  const certain = plan.atomicity !== null;
  const style = plan.style ?? false;
  const asked = rules.filter((rule: Rule) => style !== false || rule.optional !== true);
  const session = plan.session ?? { lockMs: null, statementMs: null };
  let catalog = plan.catalog ?? emptyCatalog({ complete: false, serverVersion: plan.serverVersion });
  const files: FileReview[] = [];
  for (const [position, file] of plan.files.entries()) {
    const reviewed = reviewFile({
      ...{ parser: plan.parser, file, position, catalog, atomicity, certain, session },
      rules: asked,
      tasteCounts: style === true,
    });
    files.push(reviewed.review);
    catalog = reviewed.catalog;
  }
  return { files, verdict: worstVerdict(files.map(({ verdict }) => verdict)) };
}

import { nameFrom } from '../names.ts';
import { allOf, as, type NodeOf, optionIsOn, optionText, textsOf } from '../parse/ast.ts';
import type { Change, ChangeOf } from './change.ts';
import { typeRef } from './type-ref.ts';

export function readCreateEnum(statement: NodeOf<'CreateEnumStmt'>): Change {
  return { kind: 'create-enum', type: nameFrom(textsOf(statement.typeName)), labels: textsOf(statement.vals) };
}

export function readAlterEnum(statement: NodeOf<'AlterEnumStmt'>): Change {
  const type = nameFrom(textsOf(statement.typeName));
  const value = statement.newVal ?? '';
  if (statement.oldVal !== undefined) return { kind: 'rename-enum-value', type, value: statement.oldVal, to: value };
  return { kind: 'add-enum-value', type, value, placed: statement.newValNeighbor !== undefined };
}

export function readCreateDomain(statement: NodeOf<'CreateDomainStmt'>): Change {
  const kinds = allOf(statement.constraints, 'Constraint').map(({ contype }) => contype);
  const constrained = kinds.some((kind) => kind === 'CONSTR_CHECK' || kind === 'CONSTR_NOTNULL');
  return {
    kind: 'create-domain',
    domain: nameFrom(textsOf(statement.domainname)),
    base: typeRef(statement.typeName),
    constrained,
    notNull: kinds.includes('CONSTR_NOTNULL'),
  };
}

export function readAlterDomain(statement: NodeOf<'AlterDomainStmt'>): Change {
  const domain = nameFrom(textsOf(statement.typeName));
  const constraint = as(statement.def, 'Constraint');
  const name = constraint?.conname ?? statement.name ?? null;
  return { kind: 'alter-domain', domain, action: domainAction(statement.subtype ?? '', constraint), constraint: name };
}

/** The grammar's letters: C adds a constraint, X drops one, O sets NOT NULL, N drops it, V validates, T is the default. */
function domainAction(subtype: string, constraint: NodeOf<'Constraint'> | null): ChangeOf<'alter-domain'>['action'] {
  if (subtype === 'C' && constraint?.contype === 'CONSTR_NOTNULL') return 'set-not-null';
  if (subtype === 'C') return constraint?.skip_validation === true ? 'add-check-not-valid' : 'add-check';
  if (subtype === 'O') return 'set-not-null';
  return domainActions[subtype] ?? 'other';
}

const domainActions: Readonly<Record<string, ChangeOf<'alter-domain'>['action']>> = {
  V: 'validate',
  T: 'default',
  N: 'drop-not-null',
  X: 'drop-constraint',
};

/** Whose code can do what the server's own account can. */
const isUntrusted = (language: string): boolean => /^(?:c|internal)$|u$/.test(language);

export function readCreateFunction(statement: NodeOf<'CreateFunctionStmt'>): readonly Change[] {
  const options = allOf(statement.options, 'DefElem');
  const language = optionText(options.find(({ defname }) => defname === 'language')?.arg)?.toLowerCase() ?? '';
  const wide = `makes a function in ${language}, which may do what the server's own account may`;
  return [readFunction(statement), ...(isUntrusted(language) ? [{ kind: 'rights', wide } as const] : [])];
}

function readFunction(statement: NodeOf<'CreateFunctionStmt'>): Change {
  const options = allOf(statement.options, 'DefElem');
  const text = (name: string) => optionText(options.find(({ defname }) => defname === name)?.arg);
  const volatility = text('volatility');
  const hasPath = options.some(
    ({ defname, arg }) => defname === 'set' && as(arg, 'VariableSetStmt')?.name === 'search_path',
  );
  return {
    kind: 'create-function',
    name: nameFrom(textsOf(statement.funcname)),
    replace: statement.replace ?? false,
    volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
    unguarded: optionIsOn(statement.options, 'security') && !hasPath,
  };
}

/** Only who it runs as is understood. */
export function readAlterFunction({ actions }: NodeOf<'AlterFunctionStmt'>): readonly Change[] {
  const other: Change = { kind: 'other', node: 'ALTER FUNCTION' };
  const wide = "lets a function run with its owner's rights (SECURITY DEFINER)";
  return optionIsOn(actions, 'security') ? [other, { kind: 'rights', wide }] : [other];
}

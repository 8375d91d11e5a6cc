import { allOf, type NodeOf, optionText } from '../parse/ast.ts';
import type { Change } from './change.ts';

export function readGrant(statement: NodeOf<'GrantStmt'>): Change {
  if (statement.is_grant !== true) return { kind: 'rights', wide: null };
  if (statement.grant_option === true)
    return { kind: 'rights', wide: 'lets the grantee grant it on (WITH GRANT OPTION)' };
  const roles = allOf(statement.grantees, 'RoleSpec');
  const everybody = roles.some(({ roletype }) => roletype === 'ROLESPEC_PUBLIC');
  return { kind: 'rights', wide: everybody ? 'gives rights to everybody who can connect (PUBLIC)' : null };
}

const strong = new Set(['superuser', 'createrole', 'createdb', 'bypassrls', 'isreplication', 'replication']);

export function readRole(statement: NodeOf<'AlterRoleStmt'> | NodeOf<'CreateRoleStmt'>): Change {
  const given = allOf(statement.options, 'DefElem').filter(
    ({ defname, arg }) => strong.has(defname ?? '') && optionText(arg) !== 'false',
  );
  const names = given.map(({ defname }) => (defname ?? '').replace(/^is/, '').toUpperCase());
  return { kind: 'rights', wide: names.length === 0 ? null : `gives a role ${names.join(', ')}` };
}

export function readOwner(): Change {
  return { kind: 'rights', wide: 'changes the owner of an object' };
}

export function readGrantRole(statement: NodeOf<'GrantRoleStmt'>): Change {
  return { kind: 'rights', wide: statement.is_grant === true ? 'makes a role a member of another' : null };
}

export function readReassign(): Change {
  return { kind: 'rights', wide: 'gives all that a role owns to another' };
}

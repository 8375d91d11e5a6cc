import { allOf, as, type NodeOf, optionText } from '../parse/ast.ts';
import type { Change } from './change.ts';

export const noRights = (): Change => ({ kind: 'rights', wide: null });

type Roles = NodeOf<'GrantStmt'>['grantees'];

/** `ben, everybody (PUBLIC)` */
function namesOf(roles: Roles): string {
  const named = allOf(roles, 'RoleSpec').map(({ roletype, rolename }) =>
    roletype === 'ROLESPEC_PUBLIC' ? 'everybody (PUBLIC)' : (rolename ?? 'the current role'),
  );
  return named.join(', ');
}

export function readGrant(statement: NodeOf<'GrantStmt'>): Change {
  const { grantees, grant_option } = statement;
  if (statement.is_grant !== true)
    return grant_option === true
      ? noRights()
      : { kind: 'rights-taken', what: `takes rights from ${namesOf(grantees)}` };
  if (grant_option === true) return { kind: 'rights', wide: 'lets the grantee grant it on (WITH GRANT OPTION)' };
  const everybody = allOf(grantees, 'RoleSpec').some(({ roletype }) => roletype === 'ROLESPEC_PUBLIC');
  return { kind: 'rights', wide: everybody ? 'gives rights to everybody who can connect (PUBLIC)' : null };
}

const strong = new Set(['superuser', 'createrole', 'createdb', 'bypassrls', 'isreplication', 'replication']);
const joins = new Set(['addroleto', 'rolemembers', 'adminmembers']);

export function readCreateRole({ options }: NodeOf<'CreateRoleStmt'>): readonly Change[] {
  return widened(allOf(options, 'DefElem'));
}

/** ALTER ROLE and ALTER GROUP: the latter's `action` is -1 where members go. */
export function readAlterRole({ role, options, action }: NodeOf<'AlterRoleStmt'>): readonly Change[] {
  const all = allOf(options, 'DefElem');
  const lost = all.flatMap((option) => (action === -1 ? ['members'] : lostBy(option)));
  const what = `takes ${lost.join(', ')} from ${role?.rolename ?? 'the current role'}`;
  return [
    ...(action === -1 ? [] : widened(all)),
    ...(lost.length === 0 ? [] : [{ kind: 'rights-taken', what } as const]),
  ];
}

function widened(options: readonly NodeOf<'DefElem'>[]): readonly Change[] {
  const given = options.filter(({ defname, arg }) => strong.has(defname ?? '') && optionText(arg) !== 'false');
  const names = given.map(({ defname }) => (defname ?? '').replace(/^is/, '').toUpperCase());
  if (names.length > 0) return [{ kind: 'rights', wide: `gives a role ${names.join(', ')}` }];
  const joined = options.some(({ defname }) => joins.has(defname ?? ''));
  return [{ kind: 'rights', wide: joined ? 'makes a role a member of another' : null }];
}

/** What sessions of the role, or those that are yet to begin, can no longer do. */
function lostBy({ defname = '', arg }: NodeOf<'DefElem'>): readonly string[] {
  const isOff = optionText(arg) === 'false';
  if (strong.has(defname)) return isOff ? [defname.replace(/^is/, '').toUpperCase()] : [];
  if (defname === 'canlogin') return isOff ? ['the login'] : [];
  if (defname === 'inherit') return isOff ? ['the rights of the roles that it is a member of'] : [];
  if (defname === 'password') return ['the password that it had'];
  return defname === 'validUntil' || (defname === 'connectionlimit' && as(arg, 'Integer')?.ival !== -1)
    ? ['logins']
    : [];
}

export function readOwner(): Change {
  return { kind: 'rights', wide: 'changes the owner of an object' };
}

export function readGrantRole({ is_grant, opt, grantee_roles }: NodeOf<'GrantRoleStmt'>): Change {
  if (is_grant === true) return { kind: 'rights', wide: 'makes a role a member of another' };
  return (opt ?? []).length > 0
    ? noRights()
    : { kind: 'rights-taken', what: `takes the rights of another role from ${namesOf(grantee_roles)}` };
}

export function readReassign(): Change {
  return { kind: 'rights', wide: 'gives all that a role owns to another' };
}

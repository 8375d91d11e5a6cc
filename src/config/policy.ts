import type { ChannelId, EnvironmentId } from '../domain/ids.ts';
import { type ApprovalPolicy, checklistItems, type Policy, type Rights } from '../domain/policy.ts';
import type { EnvironmentSection } from './environment-section.ts';
import { type ApprovalsSection, approvalsSection, type RightsSection } from './policy-sections.ts';

/** What an environment's rules depend on besides its own section. */
export interface PolicyContext {
  readonly project: string;
  readonly zone: string;
  readonly channel: ChannelId;
}

/** The rules of one environment, with everything filled in that the file leaves out. */
export function toPolicy(section: EnvironmentSection, { project, zone, channel }: PolicyContext): Policy {
  const { promotesFrom } = section;
  return {
    protected: section.protected,
    promotesFrom: promotesFrom === undefined ? null : (`${project}/${promotesFrom}` as EnvironmentId),
    rights: toRights(section.rights),
    approvals: toApprovals(section),
    checklist: section.checklist ?? (section.protected ? checklistItems : []),
    windows: section.windows.map((window) => ({ ...window, zone })),
    announce: section.announce ?? [channel],
    allow: section.allow,
  };
}

/** Reading is for every full member, operating for those who may request; nobody holds what is not said otherwise. */
function toRights(rights: RightsSection): Rights {
  const { read = 'members', request = [], approve = [], operate = request, destroy = [], emergency = [] } = rights;
  return { read, request, approve, operate, destroy, emergency };
}

/** What counts where `approvals` may be absent: a protected environment needs one, any other none. */
export function approvalsOf({
  approvals,
  protected: isProtected,
}: Partial<Pick<EnvironmentSection, 'approvals' | 'protected'>>): ApprovalsSection | null {
  return approvals ?? (isProtected === true ? approvalsSection.parse({}) : null);
}

function toApprovals(section: EnvironmentSection): ApprovalPolicy | null {
  const approvals = approvalsOf(section);
  if (approvals === null) return null;
  const { required, expireAfter, remindAfter, backup } = approvals;
  return { required, expireAfterMs: expireAfter, remindAfterMs: remindAfter ?? null, backup };
}

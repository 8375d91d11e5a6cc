import { z } from 'zod';
import { checklistItems } from '../domain/policy.ts';
import { distinct, duration, principal, windowTimes } from './fields.ts';
import { strict } from './strict.ts';

const principals = distinct(principal);

/** `rights: {…}`: who may do what. What is absent is filled in by `policy.ts`. */
export const rightsSection = strict({
  read: principals.optional(),
  request: principals.optional(),
  approve: principals.optional(),
  operate: principals.optional(),
  destroy: principals.optional(),
  emergency: principals.optional(),
});
export type RightsSection = z.output<typeof rightsSection>;

/** `approvals: {…}` */
export const approvalsSection = strict({
  required: z.int().min(1).default(1),
  expireAfter: duration.default(4 * 3_600_000),
  remindAfter: duration.optional(),
  backup: principals.default([]),
});
export type ApprovalsSection = z.output<typeof approvalsSection>;

export const checklistSection = distinct(z.enum(checklistItems));
export const windowsSection = z.array(strict(windowTimes));
export const allowSection = distinct(z.enum(['dev', 'reset', 'push']));

/**
 * Of the reviewer. Approvals are for what one version found: to be raised when a finding comes to mean something else,
 * not when its words change.
 */
export const reviewVersion = 1;

import type { Trigger } from './model.ts';
import { randomToken, type World } from './world.ts';

/** Issues a trigger to a person's gesture; it lives three seconds and works once. */
export const issueTrigger = (world: World, user: string, viewId: string | null = null): Trigger => {
  const trigger = {
    id: `${Math.floor(world.now() / 1000)}.${randomToken('')}`,
    user,
    issuedAtMs: world.now(),
    used: false,
    viewId,
  };
  world.triggers.set(trigger.id, trigger);
  return trigger;
};

/** What became of an attempt to use a trigger. */
export type Exchange =
  | { readonly kind: 'exchanged'; readonly trigger: Trigger }
  | {
      readonly kind: 'refused';
      readonly error: 'invalid_trigger_id' | 'exchanged_trigger_id' | 'expired_trigger_id';
    };

/** Uses a trigger up. */
export const exchangeTrigger = (world: World, id: string): Exchange => {
  const trigger = world.triggers.get(id);
  if (trigger === undefined) return { kind: 'refused', error: 'invalid_trigger_id' };
  if (trigger.used) return { kind: 'refused', error: 'exchanged_trigger_id' };
  if (world.now() - trigger.issuedAtMs > world.rules.triggerLifeMs)
    return { kind: 'refused', error: 'expired_trigger_id' };
  world.triggers.set(id, { ...trigger, used: true });
  return { kind: 'exchanged', trigger };
};

import type { AnyBlock } from '../block-kit/blocks.ts';
import type { InteractiveElement } from '../block-kit/elements.ts';
import { elementsOf, findElement, type Placed } from '../block-kit/interactive.ts';
import type { Confirm } from '../block-kit/text.ts';
import type { Ack } from '../delivery/envelope.ts';
import { pickInView } from '../modals.ts';
import type { Message, Notice, Picked } from '../model.ts';
import { messageActionPayload, type Payload, viewActionPayload } from '../payloads.ts';
import { type PickValue, pickFor } from '../picks.ts';
import { issueResponseUrl } from '../response-urls.ts';
import { issueTrigger } from '../triggers.ts';
import type { World } from '../world.ts';
import { type MessageRef, noticeOf, openViewOf, type Parts, seenMessage, type ViewRef } from './parts.ts';

/** Which element is meant, and what is picked in it. */
export interface PressOptions {
  /** The button's value, where several buttons share an action id. */
  readonly value?: string;
  readonly blockId?: string;
  /** What is picked or typed, for anything but a button. */
  readonly selected?: PickValue;
  /** True: the person's Slack still shows an earlier version of the message, the latest that has this element. */
  readonly stale?: boolean;
}

/** A press on one element. */
export interface Press extends PressOptions {
  readonly actionId: string;
}

export interface PressOutcome {
  readonly ack: Ack;
  /** The question Slack asked first; the person said yes. Null where none was asked. */
  readonly confirmed: Confirm | null;
  readonly notice: Notice | null;
  readonly triggerId: string;
}

const buttonValue = (element: InteractiveElement) => (element.type === 'button' ? element.value : undefined);

const labelOf = ({ element, actionId }: Placed): string =>
  element.type === 'button' ? `${actionId} [${element.text.text}]` : `${actionId} (${element.type})`;

/** The one element that is meant. Throws where there is none or several, naming what there is. */
const theElement = (blocks: readonly AnyBlock[], { actionId, blockId, value }: Press): Placed => {
  const found = findElement(blocks, actionId, blockId).filter(
    ({ element }) => value === undefined || buttonValue(element) === value,
  );
  const [placed] = found;
  const there = elementsOf(blocks).map(labelOf).join(', ') || 'nothing';
  if (placed === undefined) throw new Error(`pressing "${actionId}": it is not there; there is ${there}`);
  if (found.length > 1) throw new Error(`pressing "${actionId}": ${found.length} of them; say which value or block`);
  return placed;
};

const actionPayload = (world: World, placed: Placed, pick: Picked | null): Payload => {
  const { element } = placed;
  return {
    type: element.type,
    action_id: placed.actionId,
    block_id: placed.blockId,
    ...(element.type === 'button' && { text: element.text, value: element.value, style: element.style }),
    ...(element.type === 'button' && element.url !== undefined && { url: element.url }),
    ...('placeholder' in element && { placeholder: element.placeholder }),
    ...pick,
    action_ts: world.nextTs(),
  };
};

const pickOf = ({ element }: Placed, options: PressOptions): Picked | null =>
  element.type === 'button' ? null : pickFor(element, options.selected ?? null);

const confirmOf = ({ element }: Placed): Confirm | null => ('confirm' in element && element.confirm) || null;

const keyOf = (placed: Placed) => `${placed.blockId}/${placed.actionId}`;

/** The message as it stands on this person's screen: as it is now, or an earlier version that had the element. */
const onScreen = (message: Message, { actionId, blockId, stale }: Press): Message => {
  if (stale !== true) return message;
  const earlier = message.edits.findLast((edit) => findElement(edit.blocks, actionId, blockId).length > 0);
  return earlier === undefined ? message : { ...message, text: earlier.text, blocks: earlier.blocks };
};

/** Presses a button of a message (or picks in one of its selects) and waits for the acknowledgement. */
export const pressInMessage = async (parts: Parts, ref: MessageRef, press: Press): Promise<PressOutcome> => {
  const { world, courier, person } = parts;
  const message = onScreen(seenMessage(parts, ref), press);
  const channel = world.channels.get(message.channel);
  if (channel === undefined) throw new Error(`pressing "${press.actionId}": channel ${message.channel} is gone`);
  const placed = theElement(message.blocks, press);
  const pick = pickOf(placed, press);
  const key = `${message.channel}/${message.ts}`;
  const picks = new Map(parts.picked.get(key));
  if (pick !== null && placed.element.type !== 'overflow') picks.set(keyOf(placed), pick);
  parts.picked.set(key, picks);
  const trigger = issueTrigger(world, person.id);
  const original = { channel: message.channel, ts: message.ts };
  const responseUrl = issueResponseUrl(world, { user: person.id, channel: channel.id, original });
  const action = actionPayload(world, placed, pick);
  const payload = messageActionPayload(world, { person, message, channel, action, picks, trigger, responseUrl });
  const ack = await courier.deliver('interactive', payload);
  return {
    ack,
    confirmed: confirmOf(placed),
    notice: noticeOf(parts, { what: labelOf(placed), channel: channel.id, ack }),
    triggerId: trigger.id,
  };
};

const tells = ({ block }: Placed): boolean => block.type !== 'input' || block.dispatch_action === true;

/** Presses a button of a modal or Home tab, or picks in it. The app is told unless it is a plain input. */
export const pressInView = async (parts: Parts, ref: ViewRef, press: Press): Promise<PressOutcome | null> => {
  const { world, courier, person } = parts;
  const before = openViewOf(parts, ref);
  const placed = theElement(before.definition.blocks, press);
  const pick = pickOf(placed, press);
  const remembers = pick !== null && placed.element.type !== 'overflow' && before.definition.type === 'modal';
  const view = remembers ? pickInView(world, before, new Map([[keyOf(placed), pick]])) : before;
  if (!tells(placed)) return null;
  const trigger = issueTrigger(world, person.id, view.id);
  const action = actionPayload(world, placed, pick);
  const ack = await courier.deliver('interactive', viewActionPayload(world, { person, view, action, trigger }));
  return {
    ack,
    confirmed: confirmOf(placed),
    notice: noticeOf(parts, { what: labelOf(placed), channel: null, ack }),
    triggerId: trigger.id,
  };
};

import type { InteractiveElement } from '../block-kit/elements.ts';
import type { Option } from '../block-kit/text.ts';
import type { Picked } from '../model.ts';
import { initialPick } from '../picks.ts';
import { writeDate } from './dates.ts';
import { channelName, personName, type Reader } from './reader.ts';

const optionText = (option: unknown): string | undefined =>
  typeof option === 'object' && option !== null && 'text' in option ? (option as Option).text.text : undefined;

const picked = (reader: Reader, pick: Picked): string | undefined => {
  if (typeof pick.value === 'string') return pick.value;
  if (typeof pick.selected_user === 'string') return personName(reader, pick.selected_user);
  const channel = pick.selected_channel ?? pick.selected_conversation;
  if (typeof channel === 'string') return channelName(reader, channel);
  if (typeof pick.selected_date_time === 'number')
    return writeDate(reader, pick.selected_date_time * 1000, '{date_short_pretty} {time}');
  const moment = pick.selected_date ?? pick.selected_time;
  if (moment !== undefined && moment !== null) return String(moment);
  const users = pick.selected_users;
  if (Array.isArray(users)) return users.map((id) => personName(reader, String(id))).join(', ') || undefined;
  const options = Array.isArray(pick.selected_options) ? pick.selected_options : [pick.selected_option];
  return options.flatMap((option) => optionText(option) ?? []).join(', ') || undefined;
};

/** What an element shows as its present value: what was picked, else its initial value; undefined for nothing. */
export const shownValue = (
  reader: Reader,
  element: InteractiveElement,
  pick: Picked | undefined,
): string | undefined => {
  const present = pick ?? initialPick(element);
  return present === undefined ? undefined : picked(reader, present);
};

/** The grey words of an empty element. */
export const placeholderOf = (element: InteractiveElement): string =>
  'placeholder' in element && element.placeholder !== undefined ? element.placeholder.text : '';

/** Whether this option is ticked. */
export const isTicked = (element: InteractiveElement, pick: Picked | undefined, option: Option): boolean => {
  const present = pick ?? initialPick(element);
  const options = [present?.selected_option, present?.selected_options].flat() as readonly (Option | undefined)[];
  return options.some((it) => it?.value === option.value);
};

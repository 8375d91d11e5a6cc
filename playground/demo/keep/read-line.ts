import { cast, channels, type Name } from '../../stage/cast.ts';

/** What somebody at the terminal lets a person do. */
export type Wish =
  | { readonly kind: 'type'; readonly who: Name; readonly channel: string; readonly text: string }
  | { readonly kind: 'press'; readonly who: Name; readonly label: string }
  /** An option of the open modal, by words of it. */
  | { readonly kind: 'choose'; readonly who: Name; readonly words: string }
  /** The open modal; `text` goes into its text field, where it has one. */
  | { readonly kind: 'submit'; readonly who: Name; readonly text: string | null }
  | { readonly kind: 'close'; readonly who: Name }
  | { readonly kind: 'help' }
  | { readonly kind: 'quit' }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'unclear'; readonly why: string };

const verbs = ['press', 'choose', 'submit', 'close'] as const;

/** Reads a line: `ana /migrate status`, `ana in team /migrate status`, `ben press Approve`, `ben submit`. */
export function readLine(line: string): Wish {
  const text = line.trim();
  if (text === '') return { kind: 'nothing' };
  if (text === 'help' || text === 'quit') return { kind: text };
  const [first = '', ...others] = text.split(/\s+/);
  const who = first.replace(/^@/, '').toLowerCase();
  if (!isName(who)) return { kind: 'unclear', why: `There is nobody called ${first}; there are ${people}.` };
  return readDeed(who, others.join(' '));
}

const people = Object.keys(cast).join(', ');
const isName = (word: string): word is Name => Object.hasOwn(cast, word);

function readDeed(who: Name, deed: string): Wish {
  const typed = /^(?:in #?(\S+) )?\/migrate\b\s*(.*)$/.exec(deed);
  if (typed !== null) return readTyped(who, typed[1] ?? 'migrations', typed[2] ?? '');
  const [word, ...rest] = deed.split(' ');
  const words = rest.join(' ').replace(/^\[(.*)\]$/, '$1');
  const verb = verbs.find((one) => one === word);
  switch (verb) {
    case 'press':
      return words === '' ? { kind: 'unclear', why: 'Which button?' } : { kind: 'press', who, label: words };
    case 'choose':
      return { kind: 'choose', who, words };
    case 'submit':
      return { kind: 'submit', who, text: words === '' ? null : words };
    case 'close':
      return { kind: 'close', who };
    case undefined:
      return { kind: 'unclear', why: `${who} can type /migrate …, ${verbs.join(', ')}.` };
  }
}

function readTyped(who: Name, place: string, text: string): Wish {
  const names: Readonly<Record<string, string>> = { ...channels, general: channels.elsewhere };
  const channel = names[place];
  if (channel === undefined) return { kind: 'unclear', why: `There is no channel #${place}.` };
  return { kind: 'type', who, channel, text };
}

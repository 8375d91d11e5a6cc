import { chatMethods } from './chat.ts';
import { conversationMethods } from './conversations.ts';
import { fileMethods } from './files.ts';
import type { Method } from './method.ts';
import { otherMethods } from './other.ts';
import { peopleMethods } from './people.ts';
import { viewMethods } from './views.ts';

/** Every method of the Web API this Slack knows; another one is `unknown_method`. */
export const methods: ReadonlyMap<string, Method> = new Map(
  Object.entries({
    ...otherMethods,
    ...chatMethods,
    ...viewMethods,
    ...conversationMethods,
    ...peopleMethods,
    ...fileMethods,
  }),
);

import { showHidden } from '../render/escape.ts';

/** A line of its own, whatever hosts or people wrote: what a terminal would obey is shown by number. */
export const oneLine = (text: string): string => showHidden(text.replace(/\s+/g, ' ').trim());

import { optionsOf } from './payloads.ts';
import type { Element, Option, StateValue } from './posted-message.ts';
import type { SlackContext } from './slack-context.ts';
import { shownFile, storeFile } from './stored-files.ts';
import type { Team } from './team.ts';
import { stateField } from './view-elements.ts';

/** What cannot be done on a screen, worded for whoever drives it. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
  readonly errors: Readonly<Record<string, string>> | undefined;
  constructor(message: string, errors?: Readonly<Record<string, string>>) {
    super(message);
    this.errors = errors;
  }
}

interface Choosing {
  readonly slack: SlackContext;
  readonly team: Team;
  readonly user: string;
  /** Asks the app for options of an external select. */
  suggest(query: string): Promise<Option[]>;
}

const isList = (value: unknown): value is unknown[] => Array.isArray(value);
const listOf = (value: unknown): unknown[] =>
  isList(value) ? value : value === null || value === undefined ? [] : [value];

function optionAmong(options: readonly Option[], given: unknown): Option {
  const wanted = typeof given === 'object' && given !== null ? (given as Option).value : String(given);
  const match =
    options.find((option) => option.value === wanted) ?? options.find((option) => option.text.text === wanted);
  if (match) return match;
  throw new CannotDo(`There is no option "${wanted}". There are: ${options.map((it) => it.text.text).join(', ')}.`);
}

async function optionFor({ suggest }: Choosing, element: Element, given: unknown): Promise<Option> {
  if (!element.type.includes('external')) return optionAmong(optionsOf(element), given);
  if (typeof given === 'object' && given !== null) return given as Option;
  const offered = await suggest(String(given));
  return optionAmong(offered.length > 0 ? offered : await suggest(''), given);
}

function personFor({ team }: Choosing, given: unknown): string {
  const wanted = String(given).replace(/^@/, '');
  const match = team.people.find((it) => it.id === wanted || it.name === wanted);
  if (!match) throw new CannotDo(`There is nobody called "${wanted}".`);
  return match.id;
}

function channelFor({ team }: Choosing, given: unknown): string {
  const wanted = String(given).replace(/^#/, '');
  const match = team.channels.find((it) => it.id === wanted || it.name === wanted);
  if (!match) throw new CannotDo(`There is no channel "${wanted}".`);
  return match.id;
}

interface GivenFile {
  readonly name?: string;
  readonly content?: string;
  /** Instead of `content` when it is no text. */
  readonly base64?: string;
}

async function fileFor({ slack, team, user }: Choosing, given: unknown) {
  const {
    name = 'records.txt',
    content = '',
    base64,
  } = typeof given === 'string' ? { content: given } : (given as GivenFile);
  const bytes = base64 === undefined ? Buffer.from(content) : Buffer.from(base64, 'base64');
  return shownFile(slack, await storeFile(slack, team, { name, content: bytes, user }));
}

const richText = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text }] }],
});

/** What the element holds once a person chose or typed `given`; null or an empty list empties it. */
export async function chosenValue(choosing: Choosing, element: Element, given: unknown): Promise<StateValue> {
  const { type } = element;
  const field = stateField(type) ?? 'selected_option';
  const all = <T>(pick: (item: unknown) => T | Promise<T>) => Promise.all(listOf(given).map(pick));
  const one = (pick: (item: unknown) => unknown) => (given === null || given === undefined ? null : pick(given));

  if (type === 'checkboxes' && typeof given === 'boolean') return { type, [field]: given ? optionsOf(element) : [] };
  if (field === 'selected_options') return { type, [field]: await all((item) => optionFor(choosing, element, item)) };
  if (field === 'selected_option') return { type, [field]: await one((item) => optionFor(choosing, element, item)) };
  if (field === 'selected_users') return { type, [field]: await all((item) => personFor(choosing, item)) };
  if (field === 'selected_user') return { type, [field]: one((item) => personFor(choosing, item)) };
  if (/^selected_(conversation|channel)s$/.test(field))
    return { type, [field]: await all((item) => channelFor(choosing, item)) };
  if (/^selected_(conversation|channel)$/.test(field))
    return { type, [field]: one((item) => channelFor(choosing, item)) };
  if (field === 'files') return { type, [field]: await all((item) => fileFor(choosing, item)) };
  if (field === 'rich_text_value')
    return { type, [field]: one((item) => (typeof item === 'string' ? richText(item) : item)) };
  if (field === 'selected_date_time') return { type, [field]: one(Number) };
  return { type, [field]: given === '' ? null : one(String) };
}

import { z } from 'zod';
import { readText } from '../lib/text.ts';
import { truncate } from './block-kit.ts';
import type { InputBlock, KnownBlock, ModalView, PlainTextElement, PlainTextOption } from './block-types.ts';
import { encode, type FormRoute, type Route, routeName, type StateOf } from './routes.ts';

/** One question of a form. Its `id` is the block's id, under which Slack shows an error. */
export interface Field {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly optional?: boolean;
  readonly input: FieldInput;
}

interface TextInput {
  readonly type: 'text';
  readonly multiline?: boolean;
  readonly placeholder?: string;
  readonly initial?: string;
}
type FieldInput =
  | TextInput
  | { readonly type: 'number'; readonly initial?: string }
  | {
      readonly type: 'choice';
      readonly options: readonly string[];
      readonly many?: boolean;
      readonly initial?: readonly string[];
    }
  /** Slack asks us for the options while the person types; `source` says which list. */
  | {
      readonly type: 'external';
      readonly source: string;
      readonly many?: boolean;
      readonly initial?: readonly string[];
    }
  | { readonly type: 'yes'; readonly text: string; readonly initial?: boolean }
  | { readonly type: 'person' | 'channel'; readonly many?: boolean; readonly initial?: readonly string[] }
  | { readonly type: 'file' };

/** Slack refuses longer text in an input, so what is longer is not filled in beforehand. */
export const longestText = 3000;
const mostOptions = 100;

const plain = (text: string, length: number): PlainTextElement => ({
  type: 'plain_text',
  text: truncate(text, length),
});
const option = (value: string): PlainTextOption => ({ text: plain(value, 75), value });
const first = <T>(key: string, values: readonly T[] | undefined) =>
  values?.[0] === undefined ? {} : { [key]: values[0] };
const all = <T>(key: string, values: readonly T[] | undefined) => (values?.length ? { [key]: values } : {});

function textElement({ multiline, placeholder, initial }: TextInput): InputBlock['element'] {
  return {
    type: 'plain_text_input',
    action_id: 'value',
    ...(multiline && { multiline }),
    ...(placeholder && { placeholder: plain(placeholder, 150) }),
    ...(initial && initial.length <= longestText && { initial_value: initial }),
  };
}

function element(input: FieldInput): InputBlock['element'] {
  switch (input.type) {
    case 'text':
      return textElement(input);
    case 'number':
      return {
        type: 'number_input',
        action_id: 'value',
        is_decimal_allowed: true,
        ...(input.initial && !Number.isNaN(Number(input.initial)) && { initial_value: input.initial }),
      };
    case 'choice': {
      const chosen = input.initial?.filter((value) => input.options.includes(value)).map(option);
      const options = input.options.slice(0, mostOptions).map(option);
      return input.many
        ? { type: 'multi_static_select', action_id: 'value', options, ...all('initial_options', chosen) }
        : { type: 'static_select', action_id: 'value', options, ...first('initial_option', chosen) };
    }
    case 'external': {
      const chosen = input.initial?.filter((value) => value.length <= 75).map(option);
      const base = { action_id: `options.${input.source}`, min_query_length: 0 };
      return input.many
        ? { ...base, type: 'multi_external_select', ...all('initial_options', chosen) }
        : { ...base, type: 'external_select', ...first('initial_option', chosen) };
    }
    case 'yes': {
      const yes = { text: plain(input.text, 75), value: 'yes' };
      return {
        type: 'checkboxes',
        action_id: 'value',
        options: [yes],
        ...(input.initial && { initial_options: [yes] }),
      };
    }
    case 'person':
      return input.many
        ? { type: 'multi_users_select', action_id: 'value', ...all('initial_users', input.initial) }
        : { type: 'users_select', action_id: 'value', ...first('initial_user', input.initial) };
    case 'channel': {
      const base = { action_id: 'value', filter: { include: ['public' as const, 'private' as const] } };
      return input.many
        ? { ...base, type: 'multi_conversations_select', ...all('initial_conversations', input.initial) }
        : { ...base, type: 'conversations_select', ...first('initial_conversation', input.initial) };
    }
    case 'file':
      return { type: 'file_input', action_id: 'value', max_files: 1 };
  }
}

const inputBlock = ({ id, label, hint, optional, input }: Field): InputBlock => ({
  type: 'input',
  block_id: id,
  label: plain(label, 2000),
  ...(hint && { hint: plain(hint, 2000) }),
  ...(optional && { optional }),
  element: element(input),
});

interface Form<R extends FormRoute | Route> {
  readonly route: R;
  /** What the submission carries back, besides the answers. */
  readonly state: StateOf<R>;
  readonly title: string;
  /** A verb: what pressing it does. */
  readonly submit: string;
  readonly intro?: readonly KnownBlock[];
  readonly fields: readonly Field[];
}

export const formView = <R extends FormRoute | Route>({
  route,
  state,
  title,
  submit,
  intro = [],
  fields,
}: Form<R>): ModalView => ({
  type: 'modal',
  callback_id: routeName(route),
  private_metadata: encode(route, state),
  title: plain(title, 24),
  submit: plain(submit, 24),
  close: plain('Cancel', 24),
  blocks: [...intro, ...fields.map(inputBlock)],
});

const File = z.looseObject({ id: z.string(), name: z.string().optional(), size: z.number().optional() });
export type FormFile = z.infer<typeof File>;

const Answer = z.looseObject({
  type: z.string().optional(),
  value: z.string().nullish(),
  selected_option: z.looseObject({ value: z.string() }).nullish(),
  selected_options: z.array(z.looseObject({ value: z.string() })).nullish(),
  selected_user: z.string().nullish(),
  selected_users: z.array(z.string()).nullish(),
  selected_conversation: z.string().nullish(),
  selected_conversations: z.array(z.string()).nullish(),
  files: z.array(File).nullish(),
});
const State = z.record(z.string(), z.record(z.string(), Answer));

export interface Answers {
  /** Field → what was entered; a field that was left blank, or that Slack left out, is absent. */
  readonly values: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly files: Readonly<Record<string, readonly FormFile[]>>;
}

function answered(answer: z.infer<typeof Answer>): string | boolean | string[] | undefined {
  if (answer.type === 'checkboxes') return (answer.selected_options ?? []).length > 0;
  const several =
    answer.selected_options?.map(({ value }) => value) ?? answer.selected_users ?? answer.selected_conversations;
  if (several) return several.length > 0 ? several : undefined;
  const typed = answer.value ?? undefined;
  const one =
    (typed === undefined ? undefined : readText(typed)) ??
    answer.selected_option?.value ??
    answer.selected_user ??
    answer.selected_conversation;
  return one?.trim() ? one : undefined;
}

const Prefilled = z.looseObject({
  block_id: z.string(),
  element: z.looseObject({
    type: z.string(),
    initial_value: z.string().optional(),
    initial_option: z.looseObject({ value: z.string() }).optional(),
    initial_options: z.array(z.looseObject({ value: z.string() })).optional(),
    initial_user: z.string().optional(),
    initial_users: z.array(z.string()).optional(),
    initial_conversation: z.string().optional(),
    initial_conversations: z.array(z.string()).optional(),
  }),
});

/** What the inputs held when the form was shown, in the shape of an answer. */
function prefilled(block: unknown): [string, z.infer<typeof State>[string]][] {
  const { data } = Prefilled.safeParse(block);
  if (!data) return [];
  const { type, initial_value: value, initial_option, initial_options, ...initial } = data.element;
  if (!Object.keys(data.element).some((key) => key.startsWith('initial_'))) return [];
  const answer = {
    type,
    value,
    selected_option: initial_option,
    selected_options: initial_options,
    selected_user: initial.initial_user,
    selected_users: initial.initial_users,
    selected_conversation: initial.initial_conversation,
    selected_conversations: initial.initial_conversations,
  };
  return [[data.block_id, { shown: answer }]];
}

/** The answers in a submitted view. Some clients send the text inputs alone: an input that is not there at all stands as it was shown. */
export function readAnswers(stateValues: unknown, blocks: readonly unknown[] = []): Answers {
  const state = {
    ...Object.fromEntries(blocks.flatMap(prefilled)),
    ...State.safeParse(stateValues ?? {}).data,
  };
  const values: Record<string, string | boolean | readonly string[]> = {};
  const files: Record<string, readonly FormFile[]> = {};
  for (const [id, block] of Object.entries(state)) {
    const [answer] = Object.values(block);
    const value = answer && answered(answer);
    if (answer?.files?.length) files[id] = answer.files;
    else if (value !== undefined) values[id] = value;
  }
  return { values, files };
}

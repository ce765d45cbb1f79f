import { context, section } from '../../ui/block-kit.ts';
import type { ModalView } from '../../ui/block-types.ts';
import { type Field, type FormFile, formView, longestText, readAnswers } from '../../ui/form-view.ts';
import { decode, type RouteState } from '../../ui/routes.ts';
import { type Arg, type FieldErrors, type Raw, type RawValue, shownValues } from './arguments.ts';
import { type Command, executionMode } from './define.ts';
import { commandRef } from './names.ts';

/** The field of a form, and of an error, that is the reason for the request. */
export const reasonField = 'request.reason';
const fileField = (key: string) => `${key}.file`;

function inputOf(arg: Arg, value: RawValue | undefined): Field['input'] {
  const { widget, kind, many } = arg;
  const initial = shownValues(arg, value);
  if (kind === 'boolean') return { type: 'yes', text: arg.help, initial: initial[0] === 'true' };
  if (kind === 'choice') return { type: 'choice', options: arg.choices, many, initial };
  if (widget === 'channel' || widget === 'user')
    return {
      type: widget === 'user' ? 'person' : 'channel',
      many,
      initial: initial.filter((id) => /^[A-Z0-9]+$/.test(id)),
    };
  if (typeof widget === 'object') return { type: 'external', source: widget.options, many, initial };
  if (kind === 'number' && !many) return { type: 'number', ...(initial[0] && { initial: initial[0] }) };
  return {
    type: 'text',
    multiline: many || widget === 'multiline',
    placeholder: arg.example,
    ...(initial.length > 0 && { initial: initial.join('\n') }),
  };
}

const hintOf = (arg: Arg): string | undefined => {
  if (arg.kind === 'boolean') return undefined;
  const lines = arg.many && arg.kind === 'text' && !arg.widget ? ' One per line.' : '';
  return `${arg.help}${lines && !/[.!?]$/.test(arg.help) ? '.' : ''}${lines}`;
};

const isOversized = (arg: Arg, value: RawValue): boolean =>
  !arg.secret && arg.kind === 'text' && shownValues(arg, value).join('\n').length > longestText;

/** Arguments too long for their form fields. */
export const oversizedArgs = ({ args }: Command, raw: Raw): Raw =>
  Object.fromEntries(
    Object.entries(raw).filter(([key, value]) => {
      const arg = args[key];
      return arg && isOversized(arg, value);
    }),
  );

function fieldsOf(key: string, arg: Arg, value: RawValue | undefined, kept: boolean): Field[] {
  const hint = kept
    ? 'Your text is saved, but too long to show here. Anything you enter now replaces it.'
    : hintOf(arg);
  const field: Field = {
    id: key,
    label: arg.label,
    input: inputOf(arg, arg.secret ? undefined : value),
    optional: !arg.required || arg.unless !== undefined || arg.file === true || kept,
    ...(hint && { hint }),
  };
  if (!arg.file) return [field];
  return [
    field,
    { id: fileField(key), label: arg.fileLabel ?? `${arg.label} as a file`, optional: true, input: { type: 'file' } },
  ];
}

const submitLabel = { read: 'Show', write: 'Run', planned: 'Review plan', autoApply: 'Send' } as const;
const introText = {
  planned: ['You see the plan first. Sending this form changes nothing.'],
  autoApply: ['Runs at once if nobody has to confirm or approve it; otherwise you see the plan first.'],
  read: [],
  write: [],
};

type Kept = RouteState<'command.form'>['kept'];

interface FormOptions {
  /** Where the command was typed. */
  readonly channel?: string | undefined;
  readonly reason?: string | undefined;
  /** Why a reason must be given, as a sentence; without it one may be given. */
  readonly reasonPrompt?: string | undefined;
  /** The draft with the arguments that are too long for their fields. */
  readonly kept?: Kept;
}

/** The command as a form, prefilled with what is known. Secrets never are. */
export function form(
  command: Command,
  raw: Raw = {},
  { channel, reason, reasonPrompt, kept }: FormOptions = {},
): ModalView {
  const fields = Object.entries(command.args).flatMap(([key, arg]) =>
    fieldsOf(key, arg, raw[key], kept?.keys.includes(key) ?? false),
  );
  const planned = command.kind === 'planned';
  const reasonFieldInput: Field = {
    id: reasonField,
    label: 'Reason',
    hint: reasonPrompt ? `${reasonPrompt} Approvers see it.` : 'Approvers see it.',
    optional: reasonPrompt === undefined,
    input: { type: 'text', ...(reason && { initial: reason }) },
  };
  return formView({
    route: 'command.form',
    state: {
      ...commandRef(command),
      ...(channel && { channel }),
      ...(reasonPrompt && { why: true }),
      ...(kept && { kept }),
    },
    title: command.name,
    submit: submitLabel[executionMode(command)],
    intro: [section(`*${command.summary}*`), ...introText[executionMode(command)].map((text) => context(text))],
    fields: planned ? [...fields, reasonFieldInput] : fields,
  });
}

export interface FormReading {
  readonly command: string;
  readonly undo?: true | undefined;
  /** Where the command was typed. */
  readonly channel?: string | undefined;
  readonly raw: Raw;
  /** Argument → files given beside its text field. */
  readonly files: Readonly<Record<string, readonly FormFile[]>>;
  readonly reason?: string;
  /** A rule wants a reason. */
  readonly why?: true | undefined;
  /** The draft with the arguments that were too long for their fields. */
  readonly kept?: Kept;
}

/** A submitted form; undefined when it is not one of ours, or of a version that no longer fits. */
export function readForm(view: {
  readonly private_metadata: string;
  readonly state: { readonly values: unknown };
  readonly blocks?: readonly unknown[];
}): FormReading | undefined {
  const state = decode('command.form', view.private_metadata);
  if (!state) return undefined;
  const { values, files } = readAnswers(view.state.values, view.blocks);
  const { [reasonField]: reason, ...raw } = values;
  const byArg = Object.entries(files).map(([id, given]) => [id.replace(/\.file$/, ''), given] as const);
  return {
    ...state,
    raw,
    files: Object.fromEntries(byArg),
    ...(typeof reason === 'string' && { reason }),
  };
}

/** Field → what is wrong with it, in the form Slack wants. What is in a file, or kept, is checked once it is read. */
export function formErrors(command: Command, { raw, files, kept, why: needsReason, reason }: FormReading): FieldErrors {
  const errors = Object.entries(command.check(raw)).filter(([key]) => !files[key] && !kept?.keys.includes(key));
  // Domains from both are one list; of records nobody knows which of the two were meant.
  const both = Object.keys(files).filter((key) => `${raw[key] ?? ''}` !== '' && !command.args[key]?.many);
  const twice = 'The text field above has lines too. Clear it, or remove this file.';
  return {
    ...Object.fromEntries(errors),
    ...Object.fromEntries(both.map((key) => [fileField(key), twice])),
    ...(needsReason && !reason && { [reasonField]: 'Enter a reason.' }),
  };
}

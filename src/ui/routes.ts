import { z } from 'zod';
import { isObject } from '../lib/json.ts';

const request = z.object({ id: z.string().max(40), fingerprint: z.string().min(16).max(64) });
const id = z.object({ id: z.string().max(80) });
/** `undo`: what the Undo button of that command stands for. */
const commandLine = z.object({ command: z.string().max(80), undo: z.literal(true).optional() });
/** Under which what was typed is kept. */
const draftId = z.string().max(64);

/** A button or form that a feature declares: the id it goes out under, and what it carries back. */
export interface Route<S = unknown> {
  readonly name: string;
  readonly state: z.ZodType<S>;
}

/** Buttons of earlier releases call it `asksWhy`. */
const withReasonPrompt = (state: unknown) => {
  if (!isObject(state)) return state;
  const { asksWhy: reasonPrompt, ...rest } = state;
  return { ...(reasonPrompt !== undefined && { reasonPrompt }), ...rest };
};

/** The engine's buttons and the state they carry back: ids only, looked up and checked again on each press. */
export const buttons = {
  'approval.approve': request,
  'approval.deny': request,
  'approval.details': id,
  'approval.apply': request,
  'approval.cancel': request,
  'approval.withdraw': id,
  'approval.undo': id,
  /** The same command once more, by whoever presses: a new plan, a new request. */
  'approval.again': id,
  /** Ends a run over many zones after what is under way. */
  'run.stop': id,
  /** Opens the command's form. */
  'command.open': z.preprocess(
    withReasonPrompt,
    commandLine.extend({ kept: draftId.optional(), reasonPrompt: z.string().max(200).optional() }),
  ),
  /** Runs a command that needs no arguments, or with those that are kept. */
  'command.run': commandLine.extend({ kept: draftId.optional() }),
  'link.opened': z.object({}),
} as const satisfies Record<string, z.ZodType>;

/** The engine's forms and what their `private_metadata` carries. */
export const forms = {
  'command.form': commandLine.extend({
    channel: z.string().max(40).optional(),
    /** A rule wants a reason. */
    why: z.literal(true).optional(),
    /** Arguments too long for their fields, and where they are. */
    kept: z.object({ id: draftId, keys: z.array(z.string().max(40)) }).optional(),
  }),
  'approval.deny.form': request.extend({ channel: z.string().max(40).optional() }),
} as const satisfies Record<string, z.ZodType>;

const routes = { ...buttons, ...forms };

export type ButtonRoute = keyof typeof buttons;
export type FormRoute = keyof typeof forms;
type RouteName = ButtonRoute | FormRoute;
export type RouteState<N extends RouteName> = z.output<(typeof routes)[N]>;

/** The state of a route of the engine, by its name, or of a feature. */
export type StateOf<R extends RouteName | Route> = R extends RouteName
  ? RouteState<R>
  : R extends Route<infer S>
    ? S
    : never;

const maxState = 2000;

export const routeName = (route: RouteName | Route): string => (typeof route === 'string' ? route : route.name);
const schemaOf = (route: RouteName | Route): z.ZodType => (typeof route === 'string' ? routes[route] : route.state);

export function encode<R extends RouteName | Route>(route: R, state: StateOf<R>): string {
  const text = JSON.stringify(schemaOf(route).parse(state));
  if (text.length > maxState)
    throw new Error(`State of "${routeName(route)}" has ${text.length} characters; keep an id instead.`);
  return text;
}

/** Undefined when it is not what we wrote: an old message, or somebody's own invention. */
export function decode<R extends RouteName | Route>(route: R, text: string | undefined): StateOf<R> | undefined {
  try {
    return schemaOf(route).parse(JSON.parse(text || '{}')) as StateOf<R>;
  } catch {
    return undefined;
  }
}

export const isButton = (name: string): name is ButtonRoute => Object.hasOwn(buttons, name);
/** The button an action id belongs to; what follows a colon only tells apart those of one block. */
export const buttonName = (actionId: string): string => actionId.split(':', 1)[0] ?? '';
export const isForm = (name: string): name is FormRoute => Object.hasOwn(forms, name);

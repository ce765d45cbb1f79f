import { z } from 'zod';

const request = z.object({ id: z.string().max(40), fingerprint: z.string().min(16).max(64) });
const id = z.object({ id: z.string().max(80) });
const commandLine = z.object({ command: z.string().max(80) });
/** Under which what was typed is kept. */
const draftId = z.string().max(64);

/** Every button there is and the state it carries back: ids only, looked up and checked again on each press. */
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
  'command.open': commandLine.extend({ kept: draftId.optional(), asksWhy: z.string().max(200).optional() }),
  /** Runs a command that needs no arguments, or with those that are kept. */
  'command.run': commandLine.extend({ kept: draftId.optional() }),
  'cloudflare.credentials': z.object({ domains: z.array(z.string()).max(50) }),
  'link.opened': z.object({}),
} as const satisfies Record<string, z.ZodType>;

/** Every form there is and what its `private_metadata` carries. */
export const forms = {
  'command.form': commandLine.extend({
    channel: z.string().max(40).optional(),
    /** A rule wants a reason. */
    why: z.literal(true).optional(),
    /** Arguments too long for their fields, and where they are. */
    kept: z.object({ id: draftId, keys: z.array(z.string().max(40)) }).optional(),
  }),
  'approval.deny.form': request.extend({ channel: z.string().max(40).optional() }),
  'cloudflare.credentials.form': z.object({
    domains: z.array(z.string()).max(50),
    channel: z.string().max(40).optional(),
  }),
} as const satisfies Record<string, z.ZodType>;

export const routes = { ...buttons, ...forms };

export type ButtonRoute = keyof typeof buttons;
export type FormRoute = keyof typeof forms;
export type RouteName = ButtonRoute | FormRoute;
export type RouteState<N extends RouteName> = z.output<(typeof routes)[N]>;

const maxState = 2000;

export function encode<N extends RouteName>(name: N, state: RouteState<N>): string {
  const text = JSON.stringify(routes[name].parse(state));
  if (text.length > maxState) throw new Error(`State of "${name}" has ${text.length} characters; keep an id instead.`);
  return text;
}

/** Undefined when it is not what we wrote: an old message, or somebody's own invention. */
export function decode<N extends RouteName>(name: N, text: string | undefined): RouteState<N> | undefined {
  try {
    return routes[name].parse(JSON.parse(text || '{}')) as RouteState<N>;
  } catch {
    return undefined;
  }
}

const isButton = (name: string): name is ButtonRoute => Object.hasOwn(buttons, name);
/** Which button an action id belongs to; what follows a colon only tells apart those of one block. */
export function buttonRoute(actionId: string): ButtonRoute | undefined {
  const [name = ''] = actionId.split(':', 1);
  return isButton(name) ? name : undefined;
}
export const isForm = (name: string): name is FormRoute => Object.hasOwn(forms, name);

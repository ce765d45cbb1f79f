import type { Role } from '../../domain/actor.ts';
import { AppError } from '../../lib/errors.ts';
import { typed } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import type { KnownBlock } from '../../ui/block-types.ts';
import { isButton, isForm, type Route } from '../../ui/routes.ts';
import type { Command } from '../commands/define.ts';
import { assertMayRun, auditedRun, requireRole } from '../commands/run-command.ts';
import type { CommandContext, Services } from '../context.ts';

/**
 * Whom a button, a form or the choices of a select are for: a role; everybody who has one, or whom a rule names; anybody,
 * people without a role included; or whom a command is for. Asked before anything is opened or looked up.
 */
export type Audience = Role | 'everybody' | 'anybody' | Pick<Command, 'name' | 'role'>;

/** Throws `forbidden`, and has it in the audit. `name`: of the button, form or select. */
export async function assertMayUse(ctx: CommandContext, audience: Audience, name: string): Promise<void> {
  if (audience === 'anybody') return;
  if (typeof audience === 'object') return assertMayRun(ctx, audience);
  await auditedRun(ctx, name, async () => {
    if (audience !== 'everybody') return requireRole({ role: audience }, ctx);
    if (ctx.actor.roles.size === 0 && !(await isNamedByARule(ctx)))
      throw new AppError('forbidden', 'You have no role in this app, so nothing was done.', {
        toOthers: 'This person has no role in this app.',
        hint: `An admin assigns roles in ${typed('setup')}. Guests and people from other organisations cannot have one.`,
      });
  });
}

async function isNamedByARule({ access, actor: { teamId, userId } }: CommandContext): Promise<boolean> {
  const entries = (await access.policy(teamId)).merged.rules.flatMap(({ require }) => require);
  return (await access.meets(teamId, userId, entries)).length > 0;
}

/** What selects offer under one name while somebody types. */
export interface Choices {
  readonly for: Audience;
  list(services: Services, teamId: string): Promise<readonly string[]>;
  /** Where the typed text is looked for, if not in the value itself. */
  searchText?(value: string): string;
}

/** A part of App Home above the requests, with its own header. */
export interface HomeSection {
  readonly title: string;
  /** The lowest comes first. */
  readonly order: number;
  /** Whom it is shown to. Somebody without a role sees sections for `nobody` only. */
  readonly for: Role | 'everybody' | 'nobody';
  /** It takes long, so App Home is shown without it first. */
  readonly late?: true;
  /** Undefined leaves it out, as an AppError does. */
  blocks(ctx: CommandContext): Promise<readonly KnownBlock[] | undefined>;
}

/** A button of a feature with what a press does. The state is not trusted: look everything up and check it again. */
export interface FeatureButton<S = unknown> extends Route<S> {
  readonly for: Audience;
  press(ctx: CommandContext, state: S): Promise<View | undefined>;
}
export const defineButton = <S>(button: FeatureButton<S>): FeatureButton<S> => button;

type Answered = Readonly<Record<string, string | boolean | readonly string[]>>;

/** A form of a feature that is no command's. Where its state has a `channel`, the answer goes there. */
export interface FeatureForm<S = unknown, A = unknown> extends Route<S> {
  readonly for: Audience;
  /** Errors, by field, keep the form open. */
  read(values: Answered): { readonly errors: Readonly<Record<string, string>> } | { readonly answers: A };
  submit(ctx: CommandContext, answers: A, state: S): Promise<View | undefined>;
}
export const defineForm = <S, A>(form: FeatureForm<S, A>): FeatureForm<S, A> => form;

/** What a feature declares beside its commands for people to see and press. */
export interface FeatureSurfaces {
  /** By the name that an argument's `widget.options` gives. */
  readonly choices?: Readonly<Record<string, Choices>>;
  readonly home?: readonly HomeSection[];
  readonly buttons?: readonly FeatureButton[];
  readonly forms?: readonly FeatureForm[];
}

export interface Surfaces {
  readonly choices: ReadonlyMap<string, Choices>;
  readonly home: readonly HomeSection[];
  readonly buttons: ReadonlyMap<string, FeatureButton>;
  readonly forms: ReadonlyMap<string, FeatureForm>;
}

/** Of all features together. Throws when two have the same name, or when an argument asks for choices that nobody offers. */
export function collectSurfaces(
  features: readonly (FeatureSurfaces & { readonly commands: readonly Command[] })[],
): Surfaces {
  const choices = unique(features.flatMap((feature) => Object.entries(feature.choices ?? {})));
  for (const { name, args } of features.flatMap(({ commands }) => commands))
    for (const { widget } of Object.values(args))
      if (typeof widget === 'object' && !choices.has(widget.options))
        throw new Error(`"${name}" asks for choices called "${widget.options}", which no feature offers`);
  return {
    choices,
    home: features.flatMap(({ home = [] }) => home).sort((a, b) => a.order - b.order),
    buttons: unique(
      features.flatMap(({ buttons = [] }) => buttons.map((button) => [button.name, button] as const)),
      isButton,
    ),
    forms: unique(
      features.flatMap(({ forms = [] }) => forms.map((form) => [form.name, form] as const)),
      isForm,
    ),
  };
}

function unique<T>(entries: readonly (readonly [string, T])[], isTaken = (_: string) => false): ReadonlyMap<string, T> {
  const all = new Map<string, T>();
  for (const [name, value] of entries) {
    if (all.has(name) || isTaken(name)) throw new Error(`two features declare "${name}"`);
    all.set(name, value);
  }
  return all;
}

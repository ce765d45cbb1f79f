import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import { nounOf } from '../../../domain/proposal.ts';
import { findRequest } from '../../../engine/approvals/request/amend-request.ts';
import {
  assertMayDecide,
  decideRequest,
  stopRun,
  withdrawRequest,
} from '../../../engine/approvals/request/transition-request.ts';
import { adoptCard } from '../../../engine/approvals/show-card.ts';
import { commandFor, commandOf, undoCommandOf } from '../../../engine/approvals/undo-request.ts';
import type { Raw } from '../../../engine/commands/arguments.ts';
import { loadDraft } from '../../../engine/commands/drafts.ts';
import { allPlanItems } from '../../../engine/commands/whole-plan.ts';
import type { CommandContext } from '../../../engine/context.ts';
import { type Audience, assertMayUse } from '../../../engine/features/surfaces.ts';
import { capitalize, typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import type { ReplyTarget } from '../../../ports/responder.ts';
import { formTooLate, problemView } from '../../../ui/problem.ts';
import { denyFormView, detailsView } from '../../../ui/requests/request-forms.ts';
import { type ButtonRoute, buttonName, decode, isButton, type RouteState } from '../../../ui/routes.ts';
import { runOrPromptForReason, showForm } from './run-or-prompt.ts';
import {
  commandContext,
  REDELIVERY_MS,
  reply,
  replyTargetOf,
  type SlackDeps,
  type Turns,
  tooManyOpen,
} from './slack-deps.ts';

interface Press<N extends ButtonRoute> {
  readonly deps: SlackDeps;
  readonly target: ReplyTarget;
  readonly state: RouteState<N>;
  readonly ctx: CommandContext;
}
/** Each says whom it is for, which is asked before it runs. */
interface PressHandler<N extends ButtonRoute> {
  readonly for: Audience | ((press: Press<N>) => Audience);
  press(press: Press<N>): Promise<View | undefined>;
}
export type PressHandlers = { readonly [N in ButtonRoute]: PressHandler<N> };

type DecisionPress = Pick<Press<'approval.approve'>, 'deps' | 'target' | 'state'>;
const decideHandler = (type: 'approve' | 'deny') => ({
  // A rule may name people without a role; who may decide this one is judged with the request.
  for: 'everybody' as const,
  async press({ deps, target, state }: DecisionPress): Promise<undefined> {
    await decideRequest(deps.services, { teamId: target.teamId, userId: target.userId, ...state, type });
    return undefined;
  },
});

type OpenPress = Pick<Press<'command.open' | 'command.run'>, 'deps' | 'state' | 'ctx'>;
const openCommand = async ({ deps, state, ctx }: OpenPress): Promise<View | undefined> => {
  const command = commandFor(deps.registry, state);
  if (!command)
    return problemView(
      'That command is from an older version of the app.',
      `${typed('help')} lists the current commands.`,
    );
  const { kept: draftId, reasonPrompt } = { kept: undefined, reasonPrompt: undefined, ...state };
  const { raw, reason } = await loadDraft(ctx, command, draftId);
  return showForm(ctx, command, (await command.prefill?.(ctx, raw)) ?? raw, { reason, reasonPrompt });
};

/** Whom the command of a button is for; a command of an older version is answered to anybody. */
const commandAudience = ({ deps, state }: Pick<OpenPress, 'deps' | 'state'>): Audience =>
  commandFor(deps.registry, state) ?? 'anybody';

/** The engine's buttons; one without a handler does not compile. The state is not trusted: everything is looked up and checked again. */
const handlers: PressHandlers = {
  'approval.approve': decideHandler('approve'),
  'approval.apply': decideHandler('approve'),
  'approval.cancel': decideHandler('deny'),
  'approval.deny': {
    for: 'everybody',
    async press({ deps, target, state, ctx }) {
      await assertMayDecide(deps.services, { teamId: target.teamId, userId: target.userId, ...state, type: 'deny' });
      return (await ctx.openForm?.(denyFormView(state, target.channel))) ? undefined : formTooLate;
    },
  },
  'approval.details': {
    for: 'everybody',
    async press({ deps, target, state, ctx }) {
      const request = await findRequest(deps.services, target.teamId, state.id);
      const items = await allPlanItems(deps.services, deps.registry, request);
      return (await ctx.openForm?.(detailsView(request, items))) ? undefined : formTooLate;
    },
  },
  'approval.withdraw': {
    for: 'everybody',
    async press({ deps, target, state }) {
      await withdrawRequest(deps.services, { teamId: target.teamId, userId: target.userId, id: state.id });
      return undefined;
    },
  },
  'approval.undo': {
    for: 'everybody',
    async press({ deps, target, state, ctx }) {
      const command = undoCommandOf(deps.registry, await findRequest(deps.services, target.teamId, state.id));
      return command ? runOrPromptForReason(ctx, command, { request: state.id }) : outdatedButton;
    },
  },
  'approval.again': {
    for: 'everybody',
    async press({ deps, target, state, ctx }) {
      const request = await findRequest(deps.services, target.teamId, state.id);
      const command = commandOf(deps.registry, request);
      if (!command) return outdatedButton;
      const { args, reason } = request;
      return runOrPromptForReason(ctx, command, args as Raw, {
        ...(reason && { reason }),
      });
    },
  },
  'run.stop': {
    for: 'everybody',
    async press({ deps, target, state }) {
      const { proposal } = await stopRun(deps.services, { teamId: target.teamId, userId: target.userId, id: state.id });
      const noun = capitalize(nounOf(proposal));
      return { text: `Stopping. ${noun} that are being written now will finish; no others will be started.` };
    },
  },
  'command.open': { for: commandAudience, press: openCommand },
  'command.run': {
    for: commandAudience,
    async press(press) {
      const command = commandFor(press.deps.registry, press.state);
      if (!command) return openCommand(press);
      const { raw, reason } = await loadDraft(press.ctx, command, press.state.kept);
      return runOrPromptForReason(press.ctx, command, raw, { ...(reason && { reason }) });
    },
  },
  'link.opened': { for: 'anybody', press: async () => undefined },
};

/** Buttons of pending cards; all others are on messages that are never updated. */
const decisionRoutes: ReadonlySet<ButtonRoute> = new Set<ButtonRoute>([
  'approval.approve',
  'approval.deny',
  'approval.apply',
  'approval.cancel',
  'approval.withdraw',
]);

const outdatedButton = problemView(
  'That button is from an older message, so nothing was done.',
  'Run the command again to get a current one.',
);

export function onPress(app: App, deps: SlackDeps, turns: Turns): void {
  app.action(/.*/, async ({ ack, action, body, context }) => {
    await ack();
    const { action_id: actionId, action_ts, value } = action as ButtonAction;
    const { trigger_id: triggerId, container } = body as BlockAction;
    const target = replyTargetOf(body);
    // Drops a press delivered twice. A second press by hand has its own timestamp; the request's state handles it.
    const shownIn = container?.message_ts ?? container?.view_id;
    const pressed = `press:${target.teamId}:${target.userId}:${shownIn}:${actionId}:${action_ts}`;
    if (!(await deps.dedupe.isFirst(pressed, REDELIVERY_MS))) return;
    if (isInput(action)) return;
    const route = buttonName(actionId);
    const decides = isButton(route) && (decisionRoutes.has(route) || route === 'run.stop');
    const takeTurn = turns(target, { decides });
    if (!takeTurn) return deps.responder.respond(target, tooManyOpen);
    const work = async () => {
      const ctx = await commandContext(deps, target, { triggerId, delivery: context.delivery });
      if (!isButton(route)) return pressOfFeature(deps, ctx, route, value);
      const state = decode(route, value);
      if (!state) return outdatedButton;
      const handler = handlers[route] as PressHandler<ButtonRoute>;
      const press = { deps, target, state, ctx };
      await assertMayUse(ctx, typeof handler.for === 'function' ? handler.for(press) : handler.for, route);
      if (decisionRoutes.has(route) && 'id' in state && container?.message_ts) {
        const card = { channel: target.channel ?? '', ts: container.message_ts };
        await adoptCard(deps.services, target.teamId, state.id, card, target.userId);
      }
      return handler.press(press);
    };
    await takeTurn((inTurn) => reply(deps, target, () => inTurn(work)));
  });
}

async function pressOfFeature(
  deps: SlackDeps,
  ctx: CommandContext,
  name: string,
  value: string | undefined,
): Promise<View | undefined> {
  const button = deps.surfaces.buttons.get(name);
  const state = button && decode(button, value);
  if (!button || state === undefined) return outdatedButton;
  await assertMayUse(ctx, button.for, name);
  return button.press(ctx, state);
}

/** Selects and inputs outside a form report every choice; only buttons need a reply. */
const isInput = (action: { type?: string }): boolean => action.type !== undefined && action.type !== 'button';

import type { App, BlockAction, ButtonAction } from '@slack/bolt';
import type { Raw } from '../commands/args.ts';
import { keptWords } from '../commands/kept-words.ts';
import { named } from '../commands/names.ts';
import { requireRole } from '../commands/run-command.ts';
import { wholePlan } from '../commands/whole-plan.ts';
import { adoptCard } from '../jobs/card.ts';
import type { Asker } from '../ports/answers.ts';
import type { View } from '../ports/notifier.ts';
import { findRequest } from '../services/approvals/amend-request.ts';
import { decideRequest, mayDecide, withdrawRequest } from '../services/approvals/decide-request.ts';
import { stopRun } from '../services/approvals/stop-run.ts';
import { credentialFormView } from '../views/credential-form.ts';
import { denyFormView } from '../views/deny-form.ts';
import { problemView } from '../views/problem.ts';
import { detailsView } from '../views/request-details.ts';
import { type ButtonRoute, buttonRoute, decode, type RouteState } from '../views/routes.ts';
import { askerOf } from './asker.ts';
import { contextOf, type Desk, openForm, reply } from './desk.ts';
import { runOrAskWhy } from './run-or-ask-why.ts';
import { createSeen } from './seen.ts';
import { showForm } from './show-form.ts';

interface Press<N extends ButtonRoute> {
  readonly desk: Desk;
  readonly asker: Asker;
  readonly state: RouteState<N>;
  readonly triggerId: string;
}
type Handlers = { readonly [N in ButtonRoute]: (press: Press<N>) => Promise<View | undefined> };

const late = problemView('Slack could not show the form in time.', 'Press the button once more.');

type Deciding = Pick<Press<'approval.approve'>, 'desk' | 'asker' | 'state'>;
const decideWith =
  (verdict: 'approve' | 'deny') =>
  async ({ desk, asker, state }: Deciding): Promise<undefined> => {
    await decideRequest(desk.services, { teamId: asker.teamId, userId: asker.userId, ...state, verdict });
    return undefined;
  };

type Opening = Pick<Press<'command.open' | 'command.run'>, 'desk' | 'asker' | 'state' | 'triggerId'>;
const openCommand = async ({ desk, asker, state, triggerId }: Opening): Promise<View | undefined> => {
  const command = named(desk.registry, state.command);
  if (!command)
    return problemView('That command is of an older version of the app.', '`/litemail help` lists what there is.');
  const ctx = await contextOf(desk, asker, triggerId);
  requireRole(command, ctx);
  const { kept, asksWhy } = { kept: undefined, asksWhy: undefined, ...state };
  const { raw, reason } = await keptWords(ctx, command, kept);
  return showForm(ctx, command, { ...(await command.prefill?.(ctx)), ...raw }, { reason, asksWhy });
};

/** A button without a handler does not compile. Nothing in the state is trusted: all of it is looked up and checked again. */
const handlers: Handlers = {
  'approval.approve': decideWith('approve'),
  'approval.apply': decideWith('approve'),
  'approval.cancel': decideWith('deny'),
  'approval.deny': async ({ desk, asker, state, triggerId }) => {
    await mayDecide(desk.services, { teamId: asker.teamId, userId: asker.userId, ...state, verdict: 'deny' });
    return (await openForm(desk, asker, triggerId, denyFormView(state, asker.channel))) ? undefined : late;
  },
  'approval.details': async ({ desk, asker, state, triggerId }) => {
    const request = await findRequest(desk.services, asker.teamId, state.id);
    const items = await wholePlan(desk.services, desk.registry, request);
    return (await openForm(desk, asker, triggerId, detailsView(request, items))) ? undefined : late;
  },
  'approval.withdraw': async ({ desk, asker, state }) => {
    await withdrawRequest(desk.services, { teamId: asker.teamId, userId: asker.userId, id: state.id });
    return undefined;
  },
  'approval.undo': async ({ desk, asker, state, triggerId }) => {
    const command = named(desk.registry, 'dns undo');
    if (!command) throw new Error('The command "dns undo" is not registered.');
    return runOrAskWhy(await contextOf(desk, asker, triggerId), command, { request: state.id });
  },
  'approval.again': async ({ desk, asker, state, triggerId }) => {
    const request = await findRequest(desk.services, asker.teamId, state.id);
    const command = named(desk.registry, request.command);
    if (!command) return old;
    const { args, reason } = request;
    return runOrAskWhy(await contextOf(desk, asker, triggerId), command, args as Raw, { ...(reason && { reason }) });
  },
  'run.stop': async ({ desk, asker, state }) => {
    await stopRun(desk.services, { teamId: asker.teamId, userId: asker.userId, id: state.id });
    return { text: 'It stops: the zones that are being written now are finished, no other is begun.' };
  },
  'command.open': openCommand,
  'command.run': async (press) => {
    const command = named(press.desk.registry, press.state.command);
    if (!command) return openCommand(press);
    const ctx = await contextOf(press.desk, press.asker, press.triggerId);
    const { raw, reason } = await keptWords(ctx, command, press.state.kept);
    return runOrAskWhy(ctx, command, raw, { ...(reason && { reason }) });
  },
  'cloudflare.credentials': async ({ desk, asker, state, triggerId }) =>
    (await openForm(desk, asker, triggerId, credentialFormView(state.domains, asker.channel))) ? undefined : late,
  'link.opened': async () => undefined,
};

/** Buttons of cards that wait; all others stand on messages that nobody keeps current. */
const decides: ReadonlySet<ButtonRoute> = new Set<ButtonRoute>([
  'approval.approve',
  'approval.deny',
  'approval.apply',
  'approval.cancel',
  'approval.withdraw',
]);

const old = problemView(
  'That button belongs to an older message, so nothing was done.',
  'Send the command again for a current one.',
);

export function onPress(app: App, desk: Desk): void {
  const isNew = createSeen(() => desk.services.clock.now());
  app.action(/.*/, async ({ ack, action, body }) => {
    await ack();
    const { action_id: actionId, action_ts, value } = action as ButtonAction;
    const { trigger_id: triggerId, container } = body as BlockAction;
    const asker = askerOf(body);
    // The same press delivered twice; a second press by hand has a time of its own and is settled by the request's state.
    if (
      !isNew(`${asker.teamId}:${asker.userId}:${container?.message_ts ?? container?.view_id}:${actionId}:${action_ts}`)
    )
      return;
    if (isInput(action)) return;
    await reply(desk, asker, async () => {
      const route = buttonRoute(actionId);
      if (!route) return old;
      const state = decode(route, value);
      if (!state) return old;
      if (decides.has(route) && 'id' in state && container?.message_ts) {
        await adoptCard(desk.services, asker.teamId, state.id, {
          channel: asker.channel ?? '',
          ts: container.message_ts,
        });
      }
      const handle = handlers[route] as (press: Press<ButtonRoute>) => Promise<View | undefined>;
      return handle({ desk, asker, state, triggerId });
    });
  });
}

/** Selects and inputs outside a form tell of every choice; only buttons ask for something. */
const isInput = (action: { type?: string }): boolean => action.type !== undefined && action.type !== 'button';

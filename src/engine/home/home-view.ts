import type { Actor } from '../../domain/actor.ts';
import { typed } from '../../lib/text.ts';
import {
  actions,
  bold,
  button,
  code,
  context,
  divider,
  escapeMrkdwn,
  header,
  person,
  section,
  slackTime,
} from '../../ui/block-kit.ts';
import type { HomeView, KnownBlock } from '../../ui/block-types.ts';
import { riskOf, undoLabel } from '../../ui/requests/approval-card.ts';
import { shortStatus } from '../../ui/requests/request-state.ts';
import { canUndo } from '../approvals/request/decide.ts';
import type { ApprovalRequest } from '../approvals/request/request.ts';

export interface ShownSection {
  readonly title: string;
  readonly blocks: readonly KnownBlock[];
}

interface HomeContent {
  readonly actor: Actor;
  readonly now: number;
  /** Requests that this person could decide now, and those of their own that wait for nobody else. */
  readonly forMe: readonly ApprovalRequest[];
  readonly mine: readonly ApprovalRequest[];
  readonly recent: readonly ApprovalRequest[];
  /** Of the features, in this order. */
  readonly sections: readonly ShownSection[];
  /** This person may ask for the reverse of what was done. */
  readonly mayUndo: boolean;
  /** Commands that this person may use most, as buttons. */
  readonly commands: readonly { readonly command: string; readonly label: string; readonly needsArgs: boolean }[];
}

const state = ({ id, fingerprint }: ApprovalRequest) => ({ id, fingerprint: fingerprint.slice(0, 16) });
const line = (request: ApprovalRequest): string => {
  const { id, proposal, requester, createdAt } = request;
  return `${bold(proposal.title)}\n${code(id)} requested by ${person(requester)} ${slackTime(createdAt)}  ·  ${shortStatus(request)}`;
};
/** For whoever decides here: how risky it is, and the first thing it means. */
const whatItDoes = ({ proposal }: ApprovalRequest): string =>
  [riskOf(proposal, 1, ', see Details'), ...proposal.meaning.slice(0, 1).map((text) => `• ${escapeMrkdwn(text)}`)].join(
    '\n',
  );

const list = (title: string, empty: string, blocks: HomeView['blocks']): HomeView['blocks'] => [
  header(title),
  ...(blocks.length > 0 ? blocks : [context(empty)]),
];

export function homeView({ actor, now, forMe, mayUndo, mine, recent, sections, commands }: HomeContent): HomeView {
  if (actor.roles.size === 0)
    return { type: 'home', blocks: sections.flatMap(({ title, blocks }) => [header(title), ...blocks]) };
  return {
    type: 'home',
    blocks: [
      ...sections.flatMap(({ title, blocks }) => [header(title), ...blocks, divider]),
      ...list(
        'Waiting for you',
        'Nothing is waiting for your decision.',
        forMe
          .slice(0, 8)
          .flatMap((request) => [
            section(`${line(request)}\n${whatItDoes(request)}`),
            actions(
              ...(request.require.length > 0
                ? [
                    button('Approve', 'approval.approve', state(request), { style: 'primary' }),
                    button('Deny', 'approval.deny', state(request), { style: 'danger' }),
                  ]
                : [
                    button('Apply', 'approval.apply', state(request), { style: 'primary' }),
                    button('Cancel', 'approval.cancel', state(request)),
                  ]),
              button('Details', 'approval.details', { id: request.id }),
            ),
          ]),
      ),
      ...list(
        'Your requests',
        'You have no open requests.',
        mine
          .slice(0, 8)
          .flatMap((request) => [section(line(request), button('Details', 'approval.details', { id: request.id }))]),
      ),
      ...list(
        'Recent requests',
        'No request has been closed yet.',
        recent
          .slice(0, 8)
          .map((request) =>
            section(
              line(request),
              mayUndo && canUndo(request, now)
                ? button(undoLabel(request), 'approval.undo', { id: request.id })
                : undefined,
            ),
          ),
      ),
      divider,
      header('What you can do'),
      ...(commands.length > 0
        ? [
            actions(
              ...commands
                .slice(0, 10)
                .map(({ command, label, needsArgs }) =>
                  button(label, needsArgs ? 'command.open' : 'command.run', { command }),
                ),
            ),
          ]
        : []),
      context(`${typed()} shows the menu, ${typed('help')} explains the commands.`),
    ],
  };
}

import type { Block, SeenMessage } from '../data/page-shapes.ts';
import type { Seat } from '../data/seats.ts';

/** What can be seen of the story so far. */
export interface Progress {
  /** Ana's direct message with the app. */
  readonly direct: readonly SeenMessage[];
  readonly approvals: readonly SeenMessage[];
  readonly ops: readonly SeenMessage[];
  /** LiteMail knows where to send its events. */
  readonly registered: boolean;
  /** #ops is subscribed to events: the answer that Ada got. */
  readonly subscribed: boolean;
}

/** Something the guide does for a person; typing it is left to them. */
export type Doing =
  | { readonly kind: 'type'; readonly label: string; readonly seat: Seat; readonly text: string }
  | { readonly kind: 'go'; readonly label: string; readonly seat: Seat; readonly beside?: boolean }
  | { readonly kind: 'deliver'; readonly label: string };

export interface Step {
  readonly title: string;
  readonly text: string;
  readonly done: (progress: Progress) => boolean;
  readonly doings: readonly { readonly doing: Doing; readonly done?: (progress: Progress) => boolean }[];
}

const team = 'T0ACME';
const ana: Seat = { team, user: 'U0ANA', place: 'C0OPS' };
const ada: Seat = { team, user: 'U0ADA', place: 'C0OPS' };
const bo: Seat = { team, user: 'U0BO', place: 'C0APPROVE' };

/** All words of a message that stand in its blocks or its text. */
const words = ({ text, blocks = [] }: SeenMessage): string => `${text} ${JSON.stringify(blocks)}`;
const says = (messages: readonly SeenMessage[], pattern: RegExp): boolean =>
  messages.some((it) => pattern.test(words(it)));

const isCard = ({ blocks = [] }: { readonly blocks?: readonly Block[] }): boolean =>
  blocks.some((block) => block.elements?.some((element) => element.action_id?.startsWith('approval.')));

export const steps: readonly Step[] = [
  {
    title: 'Connect a domain',
    text: 'Ana runs the cold-email domains. She connects one to LiteMail; the app keeps her up to date in a direct message.',
    done: ({ direct }) => says(direct, /1 of 1 domain connected/),
    doings: [
      {
        doing: {
          kind: 'type',
          label: 'Type it for Ana',
          seat: ana,
          text: '/litemail domains connect outbound-labs.io',
        },
      },
      { doing: { kind: 'go', label: 'See her direct message', seat: { ...ana, place: 'app' } } },
    ],
  },
  {
    title: 'Change a record',
    text: 'She deletes the MX records of a domain. That stops its mail, so the plan goes to the approvers.',
    done: ({ approvals }) => approvals.some(isCard) || says(approvals, /Approved by/),
    doings: [
      { doing: { kind: 'type', label: 'Type it for Ana', seat: ana, text: '/litemail dns delete acme-mail.com MX @' } },
    ],
  },
  {
    title: 'Approve as somebody else',
    text: 'Ana cannot approve her own request. Bo can: he sees the card in #approvals and presses Approve.',
    done: ({ approvals }) => says(approvals, /Approved by/),
    doings: [{ doing: { kind: 'go', label: 'Open #approvals as Bo', seat: bo, beside: true } }],
  },
  {
    title: 'Undo it',
    text: 'Press Undo on the card. Undoing is a plan like any other: Ana applies it in her direct message.',
    done: ({ approvals }) => says(approvals, /Undone by/),
    doings: [
      { doing: { kind: 'go', label: 'Open the card as Ana', seat: { ...ana, place: 'C0APPROVE' } } },
      { doing: { kind: 'go', label: 'See her direct message', seat: { ...ana, place: 'app' } } },
    ],
  },
  {
    title: 'Deliver an event',
    text: 'Ada, an admin, registers the app for LiteMail events and subscribes #ops. Then something happens at LiteMail.',
    done: ({ ops }) => says(ops, /LiteMail event/),
    doings: [
      {
        doing: { kind: 'type', label: 'Register', seat: ada, text: '/litemail webhooks register' },
        done: ({ registered }) => registered,
      },
      {
        doing: {
          kind: 'type',
          label: 'Subscribe #ops',
          seat: ada,
          text: '/litemail notify subscribe domain.* --channel #ops',
        },
        done: ({ subscribed }) => subscribed,
      },
      { doing: { kind: 'deliver', label: 'Suspend acme-mail.com' } },
    ],
  },
];

export const event = {
  team,
  type: 'domain.updated',
  data: { domainDetails: { domain: 'acme-mail.com', status: 'SUSPENDED' } },
};

export const subscribedIn = (messages: readonly SeenMessage[]): boolean => says(messages, /now gets LiteMail/);

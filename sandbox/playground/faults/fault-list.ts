import type { Fault } from '../data/page-shapes.ts';

export type FaultApi = 'slack' | 'litemail' | 'cloudflare';

/** A fault, and what to expect from the app. */
export interface FaultChoice {
  readonly title: string;
  readonly expect: string;
  readonly fault: Fault;
}

type Word = Readonly<Record<FaultApi, string>>;
const names: Word = { slack: 'Slack', litemail: 'LiteMail', cloudflare: 'Cloudflare' };
/** Which calls write: those whose lost answer is a question. */
const writes: Word = { slack: 'POST /api/chat.', litemail: 'POST /', cloudflare: 'POST /' };

const later =
  'Slack still gets its acknowledgement at once; answers that take longer than 5 seconds come as a direct message.';
const slowly: Word = {
  slack: 'Forms open too late, since Slack gives an app 3 seconds: the app tells you so, and nothing is done.',
  litemail: later,
  cloudflare: later,
};
const refused: Word = {
  slack: 'Cards and direct messages come a little later; none is lost.',
  litemail: 'The app says when to try again, and sends nothing before that.',
  cloudflare:
    'The app says when to try again, and sends nothing before that: wait five minutes, or move the clock an hour below.',
};
const lost: Word = {
  slack: 'The app cannot know and posts again: the card may appear twice, but it is still one request.',
  litemail: 'The app checks what LiteMail has before it sends anything again, and says so if it cannot tell.',
  cloudflare: 'The app reads the records, finds the change there and does not write it again.',
};

/** What can go wrong with one API. */
export function faultsOf(api: FaultApi): FaultChoice[] {
  const name = names[api];
  const posts = api === 'slack' ? { operation: writes.slack } : {};
  const twice: FaultChoice = {
    title: 'Delivered twice',
    expect: 'Each command and each press reaches the app twice, but makes only one request and one decision.',
    fault: { api, kind: 'twice' },
  };
  return [
    {
      title: 'Slow',
      expect: `${name} takes 4 seconds to answer. ${slowly[api]}`,
      fault: { api, kind: 'slow', ms: 4000 },
    },
    {
      title: 'Too many requests (429)',
      expect: `${name} refuses the next call. ${refused[api]}`,
      fault: { api, kind: 'status', status: 429, times: 1, ...posts },
    },
    {
      title: 'Broken (500)',
      expect: `The next 2 calls fail inside ${name}. Safe calls are retried; a write is never repeated blindly.`,
      fault: { api, kind: 'status', status: 500, times: 2, ...posts },
    },
    {
      title: 'Answer lost',
      expect: `${name} does the next write, but the connection is cut. ${lost[api]}`,
      fault: { api, kind: 'drop', times: 1, operation: writes[api] },
    },
    ...(api === 'slack' ? [twice] : []),
  ];
}

export const sameFault = (a: Fault, b: Fault): boolean => a.api === b.api && a.kind === b.kind && a.status === b.status;

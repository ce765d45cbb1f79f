import type { Fault } from '../data/shapes.ts';

export type FaultApi = 'slack' | 'litemail' | 'cloudflare';

/** One thing that can go wrong, and what a person is to expect of the app then. */
export interface FaultChoice {
  readonly title: string;
  readonly expect: string;
  readonly fault: Fault;
}

type Word = Readonly<Record<FaultApi, string>>;
const names: Word = { slack: 'Slack', litemail: 'LiteMail', cloudflare: 'Cloudflare' };
/** Which calls write: those whose lost answer is a question. */
const writes: Word = { slack: 'POST /api/chat.', litemail: 'POST /', cloudflare: 'POST /' };

const slowly: Word = {
  slack:
    'Forms stay shut, for Slack gives an app 3 seconds to open one, and you are told to send the command once more.',
  litemail: 'You get an answer at once all the same; what takes longer than 5 seconds comes as a direct message.',
  cloudflare: 'You get an answer at once all the same; what takes longer than 5 seconds comes as a direct message.',
};
const lost: Word = {
  slack: 'The message is there, the app does not know it, and it looks before it posts again.',
  litemail: 'The app asks LiteMail what was done instead of sending it again, and says so where it cannot tell.',
  cloudflare: 'The app reads the records, finds the change there, and does not write a second time.',
};

/** What can go wrong with one API. */
export function faultsOf(api: FaultApi): FaultChoice[] {
  const name = names[api];
  const twice: FaultChoice = {
    title: 'Delivered twice',
    expect: 'Each command and each press reaches the app two times. One request and one decision come of it.',
    fault: { api, kind: 'twice' },
  };
  return [
    {
      title: 'Slow',
      expect: `${name} takes 4 seconds for each answer. ${slowly[api]}`,
      fault: { api, kind: 'slow', ms: 4000 },
    },
    {
      title: 'Too many requests (429)',
      expect: `${name} turns the next 2 calls away. The app waits as long as it is told and goes on by itself.`,
      fault: { api, kind: 'status', status: 429, times: 2 },
    },
    {
      title: 'Broken (500)',
      expect: `The next 2 calls fail inside ${name}. Reading is tried again; a write is never repeated blindly.`,
      fault: { api, kind: 'status', status: 500, times: 2 },
    },
    {
      title: 'Answer lost',
      expect: `${name} does the next write, then the connection is cut. ${lost[api]}`,
      fault: { api, kind: 'drop', times: 1, operation: writes[api] },
    },
    ...(api === 'slack' ? [twice] : []),
  ];
}

export const sameFault = (a: Fault, b: Fault): boolean => a.api === b.api && a.kind === b.kind && a.status === b.status;

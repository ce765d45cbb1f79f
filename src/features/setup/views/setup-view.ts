import { typed } from '../../../lib/text.ts';
import type { View } from '../../../ports/notifier.ts';
import { button, context, person, section } from '../../../ui/block-kit.ts';
import type { KnownBlock } from '../../../ui/block-types.ts';

interface Step {
  readonly done: boolean;
  readonly summary: string;
}
interface Steps {
  readonly litemail: Step;
  readonly cloudflare: Step;
  readonly channels: Step;
  readonly roles: Step;
}

const titles = {
  litemail: ['Connect LiteMail', 'setup litemail'],
  cloudflare: ['Connect Cloudflare', 'setup cloudflare'],
  channels: ['Choose channels', 'setup channels'],
  roles: ['Assign roles', 'setup roles'],
} as const;

const keys = ['litemail', 'cloudflare', 'channels', 'roles'] as const;

/** The steps with a tick each; every step can be done again. */
export const setupBlocks = (steps: Steps): KnownBlock[] =>
  keys.map((key, index) => {
    const [title, command] = titles[key];
    const { done, summary } = steps[key];
    return section(
      `${done ? ':white_check_mark:' : ':white_circle:'} *${index + 1}. ${title}*\n${summary}`,
      button(done ? 'Change' : title, 'command.open', { command }),
    );
  });

/** For somebody without a role. */
export const strangerBlocks = (userId: string): KnownBlock[] => [
  section(
    `This app lets a team run its LiteMail domains and their DNS from Slack: every change is shown first, approved by somebody else where it matters, and can be undone where that is possible.`,
  ),
  section(
    `${person(userId)}, you have no role here yet. Ask an admin of this app: ${typed('setup')} assigns roles. Guests and people from other organisations cannot have one.`,
  ),
];

export const isComplete = (steps: Steps): boolean => keys.every((key) => steps[key].done);

export function setupView(steps: Steps): View {
  const left = keys.filter((key) => !steps[key].done).map((key) => titles[key][0]);
  const text = left.length === 0 ? 'Everything is set up.' : `Still to do: ${left.join(', ')}.`;
  return {
    text,
    blocks: [
      section(
        `*Setting up LiteMail in Slack*\nPeople request changes to domains, mailboxes and DNS here and see the plan first. Somebody else approves whatever deletes or costs money. ${text}`,
      ),
      ...setupBlocks(steps),
      context(
        left.length === 0
          ? `Try ${typed('dns list <domain>')}, or ${typed()} for everything.`
          : 'Keys are checked, stored encrypted and never shown. Only admins see this.',
      ),
    ],
  };
}

import { about, objectName } from '../../../domain/events/describe.ts';
import type { LiteMailEvent } from '../../../domain/events/event.ts';
import { NO_TYPE } from '../../../domain/events/read-events.ts';
import type { View } from '../../../ports/notifier.ts';
import { code, context, escapeMrkdwn, preformatted, section, slackTime, truncate } from '../../../ui/block-kit.ts';

const bad = /fail|suspend|error|expired|blacklist|banned|inactive|cancel/i;
const good = /^(active|success|connected|completed|verified)$/i;

const mark = (event: LiteMailEvent): string => {
  const status = about(event).status ?? '';
  if (bad.test(`${event.type} ${status}`)) return ':red_circle:';
  return good.test(status) ? ':large_green_circle:' : ':large_blue_circle:';
};

/** `domain.updated` → "Domain updated", for types we have never seen too. */
const title = (type: string): string => {
  if (type === NO_TYPE) return 'Event without a type';
  const words = type.replace(/[._-]+/g, ' ').trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

function line(event: LiteMailEvent): string {
  const { status, previousStatus } = about(event);
  const change = status
    ? ` is ${previousStatus && previousStatus !== status ? `${code(previousStatus)} → ` : ''}${code(status)}`
    : '';
  return `${mark(event)} *${escapeMrkdwn(title(event.type))}*: ${code(objectName(event))}${change}`;
}

const knownShape = (event: LiteMailEvent): boolean => {
  const { domain, mailbox, status } = about(event);
  return Boolean(domain ?? mailbox ?? status);
};

/** One event. A shape that we do not know is shown as it came. */
export function eventView(event: LiteMailEvent): View {
  const text = line(event);
  return {
    text: escapeMrkdwn(`${title(event.type)}: ${objectName(event)}`),
    blocks: [
      section(text),
      ...(knownShape(event) && event.type !== NO_TYPE
        ? []
        : [preformatted(truncate(JSON.stringify(event.body, null, 2), 1500))]),
      context(
        `${event.type === NO_TYPE ? 'no type' : code(event.type)}  ·  LiteMail event ${code(event.id)}  ·  ${slackTime(event.receivedAt)}`,
      ),
    ],
  };
}

const perBlock = 10;

/** A burst in one message, every object named. */
export function burstView(events: readonly LiteMailEvent[]): View {
  const lines = events.map(line);
  const groups = Array.from({ length: Math.ceil(lines.length / perBlock) }, (_, index) =>
    lines.slice(index * perBlock, (index + 1) * perBlock),
  );
  return {
    text: truncate(escapeMrkdwn(`${events.length} LiteMail events: ${events.map(objectName).join(', ')}`), 3900),
    blocks: [...groups.map((group) => section(group.join('\n'))), context(`${events.length} events received together`)],
  };
}

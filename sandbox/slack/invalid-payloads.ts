import type { Problem } from './block-kit/validate.ts';

/** Something the app sent that Slack would refuse. Tests assert that there is none. */
export interface InvalidPayload {
  /** `chat.postMessage`, `response_url`, `ack of /litemail` … */
  readonly where: string;
  readonly problems: readonly Problem[];
  readonly payload: unknown;
}

export interface InvalidPayloads {
  /** Keeps the payload if there is a problem; tells whether there was. */
  note(where: string, problems: readonly Problem[], payload: unknown): boolean;
  list(): InvalidPayload[];
  clear(): void;
}

export function createInvalidPayloads(): InvalidPayloads {
  let recent: InvalidPayload[] = [];
  return {
    note(where, problems, payload) {
      if (problems.length > 0) recent.push({ where, problems, payload });
      return problems.length > 0;
    },
    list: () => [...recent],
    clear: () => {
      recent = [];
    },
  };
}

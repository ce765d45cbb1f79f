import type { Query } from './page-shapes.ts';

/** What `POST /sandbox/control` answers. */
export interface Acted {
  readonly ok: boolean;
  /** What cannot be done, in words. */
  readonly error?: string;
  /** Complaints under the fields of a form, by block_id. */
  readonly errors?: Readonly<Record<string, string>>;
  /** What Slack itself shows the person when the app fails. */
  readonly shown?: string;
  readonly [key: string]: unknown;
}

const gone = 'The sandbox does not answer. Is `npm run sandbox` still running?';

/** Does one of the sandbox's verbs. Never throws: a failure is in `error`. */
export async function act(command: { readonly do: string; readonly [field: string]: unknown }): Promise<Acted> {
  try {
    const response = await fetch('/sandbox/control', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(command),
    });
    return await response.json();
  } catch {
    return { ok: false, error: gone };
  }
}

/** Reads one of the sandbox's lists; throws the sandbox's error. */
export async function read<T>(query: Query): Promise<T> {
  const response = await fetch(`/sandbox/control?${new URLSearchParams(query)}`);
  const answer = await response.json();
  if (!answer.ok) throw new Error(answer.error);
  return answer as T;
}

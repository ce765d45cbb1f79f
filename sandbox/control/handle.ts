import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import { receive, send } from '../router.ts';
import type { StandIns } from '../sandbox.ts';
import { CannotDo } from '../slack/choose.ts';
import { Refusal } from '../slack/slack-refusal.ts';
import { reads } from './control-reads.ts';
import { listing, verbs } from './table.ts';

export interface ControlAnswer {
  readonly ok: boolean;
  readonly error?: string;
  readonly [key: string]: unknown;
}

export interface Control {
  /** What `POST /sandbox/control` does. */
  do(command: { do: string; [field: string]: unknown }): Promise<ControlAnswer>;
  /** What `GET /sandbox/control?…` answers. */
  read(query: URLSearchParams): ControlAnswer;
}

function failed(error: unknown): ControlAnswer {
  if (error instanceof CannotDo)
    return { ok: false, error: error.message, ...(error.errors && { errors: error.errors }) };
  if (error instanceof Refusal) return { ok: false, error: error.code };
  if (error instanceof z.ZodError) return { ok: false, error: z.prettifyError(error) };
  return { ok: false, error: error instanceof Error ? error.message : String(error) };
}

export function createControl(sandbox: StandIns): Control {
  let signedIn: string | undefined;
  return {
    async do({ do: name, ...given }) {
      try {
        const verb = verbs.find((it) => it.name === name);
        if (!verb) throw new CannotDo(`Unknown "${name}". Known: ${verbs.map((it) => it.name).join(', ')}.`);
        const acts = 'user' in verb.fields.shape && given.user === undefined && signedIn !== undefined;
        const fields = verb.fields.parse(acts ? { ...given, user: signedIn } : given);
        const result = await verb.run(sandbox, fields);
        if (name === 'sign-in') signedIn = (result as { user: string }).user;
        return { ok: true, ...result };
      } catch (error) {
        return failed(error);
      }
    },
    read(query) {
      const name = query.get('read');
      if (name === null) return { ok: true, ...listing() };
      try {
        const read = reads.find((it) => it.name === name);
        if (!read) throw new CannotDo(`Unknown "${name}". Known: ${reads.map((it) => it.name).join(', ')}.`);
        return { ok: true, ...read.run(sandbox, query) };
      } catch (error) {
        return failed(error);
      }
    },
  };
}

/** Whatever the content type says. */
function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isCommand = (body: unknown): body is { do: string } =>
  typeof body === 'object' && body !== null && typeof (body as { do?: unknown }).do === 'string';

/** Answers `/sandbox/control`. */
export async function answerControl(
  control: Control,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await receive(request, request.url ?? '/');
  if (call.method === 'GET') {
    const answer = control.read(call.query);
    return send(response, { status: answer.ok ? 200 : 400, body: answer });
  }
  if (call.method !== 'POST') return send(response, { status: 405, body: { ok: false, error: 'Use GET or POST.' } });
  const command = json(call.raw.toString());
  if (!isCommand(command))
    return send(response, { status: 400, body: { ok: false, error: 'Send JSON like {"do":"reset"}.' } });
  const answer = await control.do(command);
  send(response, { status: answer.ok ? 200 : 400, body: answer });
}

import type { Answer, Call } from '../router.ts';
import { createArgs } from './method-args.ts';
import { methods } from './methods/index.ts';
import type { Method } from './methods/method.ts';
import { access } from './oauth.ts';
import type { SlackContext } from './slack-context.ts';
import { Refusal } from './slack-refusal.ts';
import type { Team } from './team.ts';

const fields = (call: Call): Record<string, unknown> => ({
  ...Object.fromEntries(call.query),
  ...(call.body !== null && typeof call.body === 'object' && !Array.isArray(call.body) ? call.body : {}),
});

function tokenOf(call: Call): string | undefined {
  const [scheme, token] = (call.headers.authorization ?? '').split(' ');
  if (scheme?.toLowerCase() === 'bearer' && token) return token;
  const { token: field } = fields(call);
  return typeof field === 'string' ? field : undefined;
}

function teamOf(slack: SlackContext, call: Call): Team {
  const token = tokenOf(call);
  if (!token) throw new Refusal('not_authed');
  const team = slack.state.byToken(token);
  if (!team) throw new Refusal('invalid_auth');
  return team;
}

async function answered(slack: SlackContext, name: string, method: Method, call: Call): Promise<Answer> {
  const team = teamOf(slack, call);
  const wait = slack.rateLimits.take(`${team.id}/${name}`, method.tier);
  if (wait) throw new Refusal('ratelimited', { retryAfter: wait });
  if (method.scope && !team.scopes.includes(method.scope))
    throw new Refusal('missing_scope', { needed: method.scope, provided: team.scopes.join(',') });
  const { token: _, ...values } = fields(call);
  const result = await method.run({ slack, team, args: createArgs(values) });
  return {
    status: 200,
    headers: { 'x-oauth-scopes': team.scopes.join(','), 'x-slack-req-id': slack.state.newId('R') },
    body: { ok: true, ...result },
  };
}

/** Slack says no with status 200, except when it is too much. */
export function refused({ code, details: { retryAfter, ...details } }: Refusal): Answer {
  const body = { ok: false, error: code, ...details };
  if (code !== 'ratelimited') return { status: 200, body };
  return { status: 429, headers: { 'retry-after': String(retryAfter ?? 1) }, body };
}

/** Answers one call of `/api/:method`. */
export async function callWebApi(slack: SlackContext, name: string, call: Call): Promise<Answer> {
  const method = methods[name];
  try {
    if (name === 'oauth.v2.access')
      return { status: 200, body: { ok: true, ...(await access(slack, createArgs(fields(call)), call)) } };
    if (name === 'apps.connections.open')
      return { status: 200, body: { ok: true, ...slack.sockets.open(tokenOf(call), slack.origin()) } };
    if (!method) throw new Refusal('unknown_method', { req_method: name });
    return await answered(slack, name, method, call);
  } catch (error) {
    if (error instanceof Refusal) return refused(error);
    throw error;
  }
}

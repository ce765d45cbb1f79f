import { randomBytes } from 'node:crypto';
import type { Answer, Call } from '../router.ts';
import type { Args } from './method-args.ts';
import { appId, clientId, clientSecret } from './seed-slack.ts';
import type { SlackContext } from './slack-context.ts';
import { Refusal } from './slack-refusal.ts';

/** A consent that was given and not exchanged yet; good for ten minutes and once. */
interface Grant {
  readonly teamId: string;
  readonly userId: string;
  readonly scopes: readonly string[];
  readonly redirectUri: string;
  readonly expiresAt: number;
}

const html = (text: unknown): string => String(text).replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** The page where an admin of a team agrees; `team` in the query agrees at once, for tests. */
export async function authorize(slack: SlackContext, { query }: Call): Promise<Answer> {
  const redirectUri = query.get('redirect_uri') ?? '';
  if (query.get('client_id') !== clientId || !URL.canParse(redirectUri))
    return { status: 400, text: 'invalid_client_id or redirect_uri' };
  const team = slack.state.team(query.get('team') ?? '');
  if (!team) {
    const links = slack.state.teams().map((it) => {
      const next = new URLSearchParams(query);
      next.set('team', it.id);
      return `<p><a href="?${html(next)}">Allow in ${html(it.name)}</a></p>`;
    });
    const page = `<!DOCTYPE html><title>Install</title><h1>LiteMail asks for</h1><p>${html(query.get('scope'))}</p>${links.join('')}`;
    return { status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, text: page };
  }
  const code = randomBytes(16).toString('hex');
  const grant: Grant = {
    teamId: team.id,
    userId: team.people.find((person) => person.isOwner)?.id ?? '',
    scopes: (query.get('scope') ?? '').split(/[ ,]/).filter((scope) => scope !== ''),
    redirectUri,
    expiresAt: slack.clock.now() + 600_000,
  };
  await slack.documents.set(`slack/grant/${code}`, grant);
  const location = new URL(redirectUri);
  location.searchParams.set('code', code);
  location.searchParams.set('state', query.get('state') ?? '');
  return { status: 302, headers: { location: location.href }, text: '' };
}

/** `oauth.v2.access`: a code for a bot token. */
export async function access(slack: SlackContext, args: Args, call: Call) {
  const basic = Buffer.from((call.headers.authorization ?? '').replace(/^Basic /i, ''), 'base64')
    .toString()
    .split(':');
  const given = [args.text('client_id') ?? basic[0], args.text('client_secret') ?? basic[1]];
  if (given[0] !== clientId) throw new Refusal('invalid_client_id');
  if (given[1] !== clientSecret) throw new Refusal('bad_client_secret');
  const key = `slack/grant/${args.needed('code')}`;
  const grant = slack.documents.get<Grant>(key);
  const team = grant && slack.state.team(grant.teamId);
  if (!grant || !team || grant.expiresAt < slack.clock.now()) throw new Refusal('invalid_code');
  const redirect = args.text('redirect_uri');
  if (redirect !== undefined && redirect !== grant.redirectUri) throw new Refusal('bad_redirect_uri');
  team.token = `xoxb-sandbox-${team.id.toLowerCase()}-${randomBytes(6).toString('hex')}`;
  team.scopes = [...grant.scopes];
  await Promise.all([slack.documents.delete(key), slack.state.saveTeam(team)]);
  return {
    app_id: appId,
    authed_user: { id: grant.userId },
    scope: team.scopes.join(','),
    token_type: 'bot',
    access_token: team.token,
    bot_user_id: team.botUser,
    team: { id: team.id, name: team.name },
    enterprise: null,
    is_enterprise_install: false,
  };
}

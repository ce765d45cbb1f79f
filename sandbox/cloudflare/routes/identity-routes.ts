import { ok, problems, Rejection } from '../cloudflare-envelope.ts';
import { may, statusOf } from '../credentials.ts';
import { type Context, paged, type Routes } from './route-context.ts';

const invalidToken = () => new Rejection(401, { code: 1000, message: 'Invalid API Token' });

function verified({ credential, clock }: Context) {
  const { id, expiresOn } = credential;
  const status = statusOf(credential, clock.now());
  const valid = [{ code: 10000, message: 'This API Token is valid and active', type: null }];
  const result = { id, status, ...(expiresOn && { expires_on: expiresOn }) };
  return ok(result, status === 'active' ? { messages: valid } : {});
}

/** Who is calling, and what the account's audit log says. */
export function identityRoutes(routes: Routes): void {
  routes.on('GET', '/user/tokens/verify', (context) => {
    if (context.credential.kind === 'key')
      throw new Rejection(400, { code: 1001, message: 'Missing "Authorization" header' });
    if (!context.credential.user) throw invalidToken();
    return verified(context);
  });
  routes.on('GET', '/accounts/:account/tokens/verify', (context) => {
    const { account, kind } = context.credential;
    if (kind === 'key') throw new Rejection(400, { code: 1001, message: 'Missing "Authorization" header' });
    if (account === undefined || account !== context.call.params.account) throw invalidToken();
    return verified(context);
  });
  routes.on('GET', '/user', ({ credential, seed }) => {
    const user = seed.users.find(({ id }) => id === credential.user);
    if (!user || !may(credential, 'User Details Read')) throw problems.unauthorized();
    const names = { first_name: null, last_name: null, telephone: null, country: null, zipcode: null };
    const security = { two_factor_authentication_enabled: true, two_factor_authentication_locked: false };
    return ok({ id: user.id, email: user.email, ...names, ...security, suspended: false, betas: [] });
  });
  routes.on('GET', '/accounts', ({ credential, seed, call }) => {
    if (credential.account)
      throw new Rejection(400, {
        code: 1001,
        message: 'List accounts endpoint does not support account owned tokens',
      });
    const accounts = seed.accounts.filter(({ id }) => credential.accounts.includes(id));
    const shown = accounts.map(({ id, name }) => ({ id, name, type: 'standard', settings: {} }));
    const { result, result_info } = paged(call, shown, 5, 50, 20);
    return ok(result, { result_info });
  });
  routes.on('GET', '/accounts/:account/logs/audit', ({ credential, call, zones }) => {
    const account = call.params.account ?? '';
    if (!credential.accounts.includes(account) || !may(credential, 'Account Settings Read'))
      throw problems.unauthorized();
    const [since, before] = ['since', 'before'].map((name) => Date.parse(call.query.get(name) ?? ''));
    if (since === undefined || before === undefined || Number.isNaN(since + before))
      throw new Rejection(400, { code: 1004, message: 'since and before are required.' });
    const zoneId = call.query.get('zone_id');
    const entries = zones
      .audit(account)
      .filter(({ action }) => Date.parse(action.time) >= since && Date.parse(action.time) <= before)
      .filter((entry) => zoneId === null || entry.zone.id === zoneId)
      .toReversed();
    const limit = Number(call.query.get('limit') ?? 100);
    const start = Number(call.query.get('cursor') || 0);
    const cursor = start + limit < entries.length ? String(start + limit) : '';
    const result = entries.slice(start, start + limit);
    return ok(result, { result_info: { count: result.length, cursor } });
  });
}

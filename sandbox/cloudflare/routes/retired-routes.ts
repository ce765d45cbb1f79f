import { Rejection } from '../cloudflare-envelope.ts';
import type { Routes } from './route-context.ts';

const retired: readonly (readonly [path: string, replacement: string])[] = [
  ['/zones/:zone/firewall/rules/*', 'Rulesets, phase http_request_firewall_custom'],
  ['/zones/:zone/filters/*', 'Rulesets; the expression is part of the rule'],
  ['/zones/:zone/rate_limits/*', 'Rulesets, phase http_ratelimit'],
  ['/zones/:zone/analytics/dashboard', 'the GraphQL Analytics API'],
  ['/zones/:zone/settings', '/zones/{zone_id}/settings/{setting_id}, one setting at a time'],
  ['/accounts/:account/registrar/domains/*', '/accounts/{account_id}/registrar/registrations'],
  ['/accounts/:account/workers/namespaces/*', '/accounts/{account_id}/storage/kv/namespaces'],
  ['/workers/namespaces/*', '/accounts/{account_id}/storage/kv/namespaces'],
];

/** Operations that Cloudflare has removed: gone, with what to use instead. */
export function retiredRoutes(routes: Routes): void {
  for (const [path, replacement] of retired)
    routes.on('*', path, () => {
      throw new Rejection(410, {
        code: 1410,
        message: `This endpoint has been removed. Use ${replacement}.`,
        documentation_url: 'https://developers.cloudflare.com/fundamentals/api/reference/deprecations/',
      });
    });
}

import { z } from 'zod';
import type { Operations } from '../../../ports/operation.ts';
import { apiKey, Done, Id, listWith, maybe, row, Status } from './litemail-shapes.ts';

const Zone = row({
  /** Cloudflare's zone id. */
  id: Id,
  name: z.string(),
  status: maybe(Status),
  nameServers: maybe(z.array(z.string())),
  plan: maybe(z.string()),
  isConnected: maybe(z.boolean()),
});

export const cloudflareCredentials = {
  getCloudflareCredentials: {
    title: 'Get Cloudflare Credentials & Zones',
    method: 'GET',
    path: '/v1/cloudflare-credentials',
    /** The saved Global API Key. */
    answers: 'secrets',
    response: listWith({ hasCredentials: maybe(z.boolean()) }, Zone, 'domains', 'zones'),
    idempotent: true,
    does: [],
    permission: apiKey,
    evidence: 'seed',
  },
  saveCredentialsOrConnectDomain: {
    title: 'Save Credentials or Connect Domain',
    method: 'POST',
    path: '/v1/cloudflare-credentials',
    /** Two jobs in one call: save the Global API Key, or connect one of the zones that the GET lists. */
    body: z.union([
      z.strictObject({ email: z.email(), apiKey: z.string().min(1), accountId: z.string().min(1) }),
      z.strictObject({ domainId: z.string().min(1), domainName: z.string().min(1) }),
    ]),
    response: Done,
    idempotent: false,
    /** It can overwrite the saved key; in a zone that is connected LiteMail writes the records that mail follows. */
    does: ['replaces', 'redirects'],
    permission: apiKey,
    evidence: 'inferred',
  },
} as const satisfies Operations;

import { randomBytes } from 'node:crypto';
import type { Endpoint } from '../../domain/events/event.ts';
import { wholeList } from '../../lib/all-pages.ts';
import { AppError } from '../../lib/errors.ts';
import { globMatches } from '../../lib/glob.ts';
import { listWebhooks } from '../litemail/index.ts';
import { secretField } from '../notifications/index.ts';
import type { CommandContext } from '../product-context.ts';

/** The endpoint of ours at which these events arrive already: one that LiteMail lists, or that it took if it lists none. */
export async function registeredEndpoint(
  { actor, stores, apis, publicUrl }: CommandContext,
  events: readonly string[],
): Promise<Endpoint | undefined> {
  const prefix = `${publicUrl?.replace(/\/$/, '')}/webhooks/litemail/`;
  const own = (await stores.endpoints.list(actor.teamId)).filter(
    (endpoint) => endpoint.url.startsWith(prefix) && events.every((type) => coversType(endpoint.events, type)),
  );
  if (own.length === 0) return undefined;
  const listed = await listWebhooks(await apis.litemail(actor.teamId)).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return undefined;
    throw error;
  });
  const registered = own.find(({ url, litemailId }) =>
    listed
      ? listed.items.some((webhook) => webhook.url === url && webhook.isActive !== false)
      : litemailId !== undefined,
  );
  if (listed && !registered) wholeList(listed, 'webhooks');
  return registered;
}

const coversType = (globs: readonly string[], type: string): boolean => globs.some((glob) => globMatches(glob, type));

/**
 * Registers a URL of ours at LiteMail. The endpoint and its secret are stored before LiteMail is told, so that the first
 * event finds it; a call whose answer was lost is looked for in LiteMail's list.
 */
export async function registerEndpoint(ctx: CommandContext, events: readonly string[]): Promise<Endpoint> {
  const { actor, stores, vault, publicUrl } = ctx;
  if (!publicUrl)
    throw new AppError('not_configured', 'LiteMail cannot reach this app: it has no public URL.', {
      hint: 'Whoever runs the app has to set `PUBLIC_URL`.',
    });
  const id = ctx.newId('e') + ctx.newId('').slice(1) + ctx.newId('').slice(1);
  const secret = randomBytes(24).toString('base64url');
  const url = `${publicUrl.replace(/\/$/, '')}/webhooks/litemail/${id}`;
  const endpoint: Endpoint = {
    id,
    teamId: actor.teamId,
    url,
    secret: vault.seal(actor.teamId, secretField(id), secret),
    events,
    createdBy: actor.userId,
    createdAt: ctx.clock.now(),
  };
  await stores.endpoints.put(endpoint);
  try {
    const webhook = await register(ctx, { url, events: [...events], secret: secret });
    const issuedSecret = webhook?.signedWith?.reveal();
    const stored: Endpoint = {
      ...endpoint,
      ...(webhook && { litemailId: webhook.id }),
      ...(issuedSecret && { secret: vault.seal(actor.teamId, secretField(id), issuedSecret) }),
    };
    await stores.endpoints.put(stored);
    return stored;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unknown_outcome')
      await stores.endpoints.delete(actor.teamId, id);
    throw error;
  }
}

async function register(ctx: CommandContext, body: { url: string; events: string[]; secret: string }) {
  const litemail = await ctx.apis.litemail(ctx.actor.teamId);
  try {
    return await litemail.registerWebhook({ body });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'unknown_outcome') throw error;
    const { items } = await litemail.listWebhooks();
    const registered = items.find(({ url }) => url === body.url);
    if (registered) return registered;
    throw error;
  }
}

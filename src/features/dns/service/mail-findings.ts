import type { Finding } from '../../../domain/dns/lint/lint.ts';
import { AppError } from '../../../lib/errors.ts';
import type { CommandContext } from '../../product-context.ts';
import { lintZone } from './lint-zone.ts';
import { readZone, resolveZone } from './providers.ts';

/** What this app itself finds wrong with the mail records of a domain; undefined where it cannot read its zone. */
export async function mailFindings(ctx: CommandContext, domain: string): Promise<readonly Finding[] | undefined> {
  try {
    const place = await resolveZone(ctx, ctx.actor.teamId, domain);
    const { quick } = await lintZone(ctx, { name: place.zone.name, sets: await readZone(ctx, place) });
    return quick.findings.filter(
      ({ rule, name, severity }) =>
        /^(spf|dkim|dmarc|mx)-/.test(rule) &&
        severity !== 'advice' &&
        [domain, `_dmarc.${domain}`].some((own) => name === own || name.endsWith(`._domainkey.${domain}`)),
    );
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

import { type Listing, onePage, wholeList } from '../../../lib/all-pages.ts';
import { AppError } from '../../../lib/errors.ts';
import {
  chooseFrom,
  chosenDomains,
  isPattern,
  isSelecting,
  listed,
  nearestTo,
  type Selection,
  selectingRest,
  selectionOf,
} from '../../litemail/index.ts';
import { type CommandContext, command } from '../../product-context.ts';
import { credentialFormView, credentialsMissingView } from '../credential-form.ts';
import { connectDomains } from '../jobs/connect-domains.ts';
import { activeDomains, connections, isSettled, type ZoneSeen } from '../service/domain-connection.ts';
import { connectView } from '../views/connect-domains-view.ts';

export const domainsConnect = command.write({
  name: 'domains connect',
  summary: 'Connect domains in your Cloudflare account to LiteMail',
  role: 'operator',
  notes: ['Uses the Cloudflare credentials saved at LiteMail; if there are none, a form asks for them.'],
  operations: { litemail: ['getCloudflareCredentials', 'saveCredentialsOrConnectDomain', 'listDomains'] },
  args: { domains: chosenDomains, ...selectingRest },
  async run(ctx, args) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const active = await activeDomains(litemail);
    const seen = await litemail.getCloudflareCredentials();
    const zones = await onePage(async () => seen);
    const selection = selectionOf(args);
    const { names: named } = selection;
    const isKnown = named.length > 0 && named.every((name) => active.has(name));
    if (seen.hasCredentials === false && !isKnown) {
      const names = named.filter((name) => !isPattern(name));
      const opened = await ctx.openForm?.(credentialFormView(names, ctx.channel));
      return credentialsMissingView(names, opened ?? false);
    }
    const domains = await chosenZones(ctx, selection, zones, active);
    const progress = connections(domains, { zones, active });
    if (progress.every(isSettled)) return connectView(progress);
    await connectDomains.start(ctx, { domains: progress });
    return {
      text: `Connecting ${progress.length} domain${progress.length === 1 ? '' : 's'} to LiteMail. I’ll keep one direct message to you up to date until all are done.`,
    };
  },
});

const most = 500;

/** Names as they are typed; whatever else is said means zones that LiteMail sees at Cloudflare. */
async function chosenZones(
  ctx: CommandContext,
  { notConnected, ...selection }: Selection,
  listing: Listing<ZoneSeen>,
  active: ReadonlySet<string>,
): Promise<readonly string[]> {
  const { names, except = [] } = selection;
  const isOpen = ({ name, isConnected }: ZoneSeen) => !isConnected && !active.has(name.toLowerCase());
  const more = names.some(isPattern) || isSelecting({ ...selection, names: [] }) || except.length > 0 || notConnected;
  const zones = more ? wholeList(listing, 'zones') : listing.items;
  const items = zones.filter((zone) => !notConnected || isOpen(zone)).map(({ name }) => ({ name: name.toLowerCase() }));
  if (notConnected && items.length === 0)
    throw new AppError('bad_input', 'Every zone that LiteMail sees at Cloudflare is connected already.');
  const everything = notConnected && !isSelecting(selection) ? { ...selection, all: true } : selection;
  const chosen = more
    ? (
        await chooseFrom(ctx, everything, {
          items,
          notFound: (missing) =>
            new AppError(
              'not_found',
              `LiteMail sees no ${notConnected ? 'unconnected ' : ''}zone ${listed(missing)} at Cloudflare.`,
              {
                hint: `${nearestTo(
                  missing,
                  items.map(({ name }) => name),
                )}Check the spelling, or leave them out.`,
              },
            ),
        })
      ).map(({ name }) => name)
    : [...new Set(names)];
  if (chosen.length <= most) return chosen;
  throw new AppError('bad_input', `At most ${most} domains at a time; these are ${chosen.length}.`);
}

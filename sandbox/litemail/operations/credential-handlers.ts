import { fieldsOf, optionalText, text } from '../input.ts';
import { type Context, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';

/** As the seed's example has it, the key in clear too. Only active zones are listed. */
function credentialsAndZones({ team, cloudflare }: Context) {
  const active = team.credentials
    ? cloudflare.zones(team.credentials.accountId).filter(({ status }) => status === 'active')
    : [];
  return {
    hasCredentials: team.credentials !== null,
    credentials: team.credentials,
    domains: active.map(({ id, name, status, nameServers, plan }) => ({
      id,
      name,
      status,
      nameServers,
      plan,
      isConnected: team.connections[id] === 'connected',
    })),
    totalDomains: active.length,
  };
}

const getCredentials: Operation = (context) => ({
  message: context.team.credentials
    ? 'Saved Cloudflare credentials loaded successfully.'
    : 'No Cloudflare credentials saved yet.',
  data: credentialsAndZones(context),
});

function save(context: Context, fields: Record<string, unknown>) {
  const credentials = {
    email: text(fields, 'email'),
    apiKey: text(fields, 'apiKey'),
    accountId: text(fields, 'accountId'),
  };
  if (!context.cloudflare.accepts(credentials))
    throw new Refusal(400, 'Cloudflare did not accept these credentials. Check email, API key and account id.');
  context.team.credentials = credentials;
  return { message: 'Cloudflare credentials saved successfully.', data: credentialsAndZones(context) };
}

function connect(context: Context, fields: Record<string, unknown>) {
  const { team, cloudflare, options } = context;
  if (!team.credentials) throw new Refusal(400, 'Save Cloudflare credentials before connecting a domain.');
  const id = optionalText(fields, 'domainId');
  const name = optionalText(fields, 'domainName')?.toLowerCase();
  const zone = cloudflare
    .zones(team.credentials.accountId)
    .find((each) => (id === undefined ? each.name === name : each.id === id));
  if (!zone || (name !== undefined && zone.name !== name))
    throw new Refusal(404, `Domain ${name ?? id} was not found in your Cloudflare account.`);
  const connected = team.connections[zone.id] === 'connected';
  if (zone.status !== 'active') throw new Refusal(400, `Domain ${zone.name} is not active in Cloudflare.`);
  if (team.connections[zone.id] === undefined) {
    team.connections[zone.id] = 'connecting';
    const work = { kind: 'connect-zone', zoneId: zone.id, name: zone.name, nameServers: zone.nameServers } as const;
    context.schedule(options.delays.connect, work);
  }
  return {
    message: connected ? 'Domain is already connected.' : 'Domain connection started.',
    data: { id: zone.id, name: zone.name, status: zone.status, isConnected: connected },
  };
}

const saveOrConnect: Operation = (context) => {
  const fields = fieldsOf(context.call);
  const connecting = fields.action === 'connect' || fields.domainId !== undefined || fields.domainName !== undefined;
  return connecting ? connect(context, fields) : save(context, fields);
};

export const cloudflare = {
  'Get Cloudflare Credentials & Zones': route('GET /cloudflare-credentials', getCredentials, { onlyInV3: true }),
  'Save Credentials or Connect Domain': route('POST /cloudflare-credentials', saveOrConnect, { onlyInV3: true }),
} satisfies Routes;

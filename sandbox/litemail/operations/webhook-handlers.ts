import { randomBytes } from 'node:crypto';
import { fieldsOf, optionalText, query, text, texts } from '../input.ts';
import { iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { Webhook } from '../team-state.ts';

const withoutSecret = ({ secret: _, ...webhook }: Webhook) => webhook;
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

function checkedUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  const allowed = url?.protocol === 'https:' || (url?.protocol === 'http:' && loopback.includes(url.hostname));
  if (!allowed) throw new Refusal(400, 'url must be a public https URL');
  return value;
}

const list: Operation = ({ team }) => ({
  message: 'Webhooks retrieved successfully',
  data: team.webhooks.map(withoutSecret),
});

const register: Operation = ({ team, call, now }) => {
  const fields = fieldsOf(call);
  const url = checkedUrl(text(fields, 'url'));
  if (team.webhooks.some((webhook) => webhook.url === url))
    throw new Refusal(409, 'A webhook with this url is already registered');
  const webhook: Webhook = {
    id: newId(),
    url,
    events: fields.events === undefined ? ['*'] : texts(fields, 'events'),
    secret: optionalText(fields, 'secret') ?? `whsec_${randomBytes(24).toString('hex')}`,
    isActive: true,
    createdAt: iso(now()),
  };
  team.webhooks.push(webhook);
  return { status: 201, message: 'Webhook registered. Keep the secret: it is shown once.', data: webhook };
};

const remove: Operation = ({ team, call }) => {
  const id = call.params.id ?? query(call, 'id');
  const index = team.webhooks.findIndex((webhook) => webhook.id === id);
  if (index < 0) throw new Refusal(404, 'Webhook not found');
  team.webhooks.splice(index, 1);
  return { message: 'Webhook deleted successfully' };
};

export const webhooks = {
  'List Registered Webhooks': route('GET /webhooks', list, { onlyInV3: true }),
  'Register a New Webhook Endpoint': route('POST /webhooks', register, { onlyInV3: true }),
  'Delete a Webhook': route('DELETE /webhooks/:id', remove, { sibling: '/webhooks', onlyInV3: true }),
} satisfies Routes;

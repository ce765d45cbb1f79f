import { email, fieldsOf, optionalText, text, texts } from '../input.ts';
import { type Context, iso, newId, type Operation, Refusal } from '../litemail-context.ts';
import { type Routes, route } from '../litemail-route.ts';
import type { Domain } from '../team-state.ts';
import { domainById, heldHere } from './domain-handlers.ts';

/** The domain of the path, or in the sibling's form those that the body names or describes. */
function targets({ team, call }: Context): Domain[] {
  if (call.params.domainId) return [domainById(team, call.params.domainId)];
  const fields = fieldsOf(call);
  if (fields.domainId !== undefined) return [domainById(team, text(fields, 'domainId'))];
  if (fields.domainIds !== undefined) return texts(fields, 'domainIds').map((id) => domainById(team, id));
  const contains = optionalText(fields, 'contains')?.toLowerCase();
  const status = fields.status === undefined ? undefined : texts(fields, 'status');
  const tagIds = fields.tagIds === undefined ? undefined : texts(fields, 'tagIds');
  if (contains === undefined && !status && !tagIds) throw new Refusal(400, 'domainIds is required');
  return team.domains.filter(
    (domain) =>
      (contains === undefined || domain.domain.includes(contains)) &&
      (!status || status.includes(domain.status)) &&
      (!tagIds || domain.tags.some((tag) => tagIds.includes(tag))),
  );
}

const each =
  (message: string, change: (domain: Domain, context: Context) => void): Operation =>
  (context) => {
    for (const domain of targets(context)) {
      change(domain, context);
      domain.updatedAt = iso(context.now());
    }
    return { message };
  };

const addDmarc: Operation = (context) => {
  const fields = fieldsOf(context.call);
  const rua = email(fields, 'email');
  const policy = optionalText(fields, 'policy') ?? 'none';
  if (!['none', 'quarantine', 'reject'].includes(policy))
    throw new Refusal(400, 'policy must be none, quarantine or reject');
  const value = `v=DMARC1; p=${policy}; rua=mailto:${rua}`;
  return each('DMARC records will be added shortly', (domain, { team, now }) => {
    domain.dmarcEmail = rua;
    domain.dmarcPolicy = policy;
    if (!heldHere(domain)) return;
    team.dns = team.dns.filter((row) => !(row.domainId === domain.id && row.type === 'TXT' && row.name === '_dmarc'));
    const row = { id: newId(), domainId: domain.id, type: 'TXT', name: '_dmarc', value, ttl: 3600, priority: null };
    team.dns.push({ ...row, createdAt: iso(now()) });
  })(context);
};

const addForwarding: Operation = (context) => {
  const forwardTo = text(fieldsOf(context.call), 'forwardTo');
  if (!URL.canParse(forwardTo) || !/^https?:/.test(forwardTo)) throw new Refusal(400, 'forwardTo must be a URL');
  return each('Domain forwarding will be added shortly', (domain) => {
    domain.forwardTo = forwardTo;
  })(context);
};

const enableEmailForwarding: Operation = (context) => {
  const to = email(fieldsOf(context.call), 'email');
  return each('Email forwarding enabled', (domain) => {
    domain.emailForwardingTo = to;
  })(context);
};

const enableCatchAll: Operation = (context) => {
  const to = email(fieldsOf(context.call), 'email');
  return each('Catch-all enabled', (domain) => {
    domain.catchAllEmail = to;
  })(context);
};

export const domainSettings = {
  'Add DMARC Records': route('POST /domains/:domainId/dmarc', addDmarc, { sibling: '/domains/dmarc' }),
  'Add Domain Forwarding': route('POST /domains/:domainId/forwarding', addForwarding, {
    sibling: '/domains/forwarding',
  }),
  'Remove Domain Forwarding': route(
    'DELETE /domains/:domainId/forwarding',
    each('Domain forwarding removed', (domain) => {
      domain.forwardTo = null;
    }),
    { sibling: '/domains/forwarding' },
  ),
  'Enable Email Forwarding': route('POST /domains/:domainId/email-forwarding', enableEmailForwarding, {
    sibling: '/domains/email-forwarding',
  }),
  'Remove Email Forwarding': route(
    'DELETE /domains/:domainId/email-forwarding',
    each('Email forwarding removed', (domain) => {
      domain.emailForwardingTo = null;
    }),
    { sibling: '/domains/email-forwarding' },
  ),
  'Enable Catch-All Emails': route('POST /domains/:domainId/catch-all', enableCatchAll, {
    sibling: '/domains/catch-all',
  }),
  'Remove Catch-All Emails': route(
    'DELETE /domains/:domainId/catch-all',
    each('Catch-all removed', (domain) => {
      domain.catchAllEmail = null;
    }),
    { sibling: '/domains/catch-all' },
  ),
} satisfies Routes;

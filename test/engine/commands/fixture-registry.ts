import { z } from 'zod';
import type { Proposal } from '../../../src/domain/proposal.ts';
import { flag, positional } from '../../../src/engine/commands/define.ts';
import { command } from '../../../src/features/product-context.ts';

/** Commands with the arguments of interfaces.md §4's examples; what they do is to say what they were given. */
const domain = { label: 'Domain', help: 'The domain', example: 'acme-mail.com' };
const run = async (_ctx: unknown, args: unknown) => ({ text: JSON.stringify(args) });
const noArgs = {};
const record = {
  domain: positional(z.string().min(3), domain),
  type: positional(z.enum(['A', 'MX', 'TXT', 'CNAME']), { label: 'Type', help: 'Record type', example: 'TXT' }),
  name: positional(z.string(), { label: 'Name', help: '@ is the domain itself', example: '@' }),
};
const values = {
  values: positional(z.array(z.string()).min(1), {
    label: 'Records',
    help: 'What it says',
    example: 'v=spf1 ~all',
    commas: false,
    file: true,
  }),
  ttl: flag(z.int().min(60).max(86_400).default(300), { label: 'TTL', help: 'Seconds', example: '3600' }),
  proxied: flag(z.boolean().optional(), { label: 'Proxied', help: 'Through Cloudflare', example: 'yes' }),
};
const planned = {
  planSchema: z.object({ args: z.record(z.string(), z.json()) }),
  plan: async (_ctx: unknown, args: object) => ({ args: JSON.parse(JSON.stringify(args)) }),
  describe: (): Proposal => ({
    title: 'A change',
    effect: 'destructive',
    risk: { level: 'low', reasons: [] },
    items: [],
    meaning: [],
    undo: 'Not possible.',
    calls: 1,
    confirm: true,
  }),
  apply: async () => ({ status: 'applied', text: 'Done.' }) as const,
};

export const registry = [
  command.read({
    name: 'help',
    summary: 'List what you may do',
    role: null,
    args: {
      words: positional(z.array(z.string()).default([]), {
        label: 'About',
        help: 'A noun or a command',
        example: 'dns',
      }),
    },
    run,
  }),
  command.read({ name: 'status', summary: 'Show how things are', role: 'viewer', args: noArgs, run }),
  command.write({
    name: 'domains connect',
    summary: 'Connect domains to LiteMail',
    role: 'operator',
    args: {
      domains: positional(z.array(z.string()).min(1), { ...domain, label: 'Domains', widget: { options: 'domains' } }),
    },
    run,
  }),
  command.read({ name: 'domains list', summary: 'List the domains', role: 'viewer', args: noArgs, run }),
  command.read({
    name: 'dns list',
    summary: 'List the records of a domain',
    role: 'viewer',
    args: { domain: record.domain },
    run,
  }),
  command.planned({
    name: 'dns add',
    summary: 'Add a record',
    role: 'operator',
    args: { ...record, ...values },
    ...planned,
  }),
  command.planned({
    name: 'dns set',
    summary: 'Replace a record set',
    role: 'operator',
    args: { ...record, ...values },
    ...planned,
  }),
  command.planned({ name: 'dns delete', summary: 'Delete a record set', role: 'operator', args: record, ...planned }),
  command.read({ name: 'wallet balance', summary: 'Show your wallet balance', role: 'viewer', args: noArgs, run }),
  command.planned({
    name: 'wallet top-up',
    summary: 'Put money into the wallet',
    role: 'operator',
    args: { amount: positional(z.number().min(10), { label: 'Amount', help: 'In dollars', example: '50' }) },
    ...planned,
  }),
  command.planned({
    name: 'placement run',
    summary: 'Test where mail lands',
    role: 'operator',
    args: {
      title: positional(z.string(), { label: 'Title', help: 'A name for the test', example: 'Launch check' }),
      mailboxes: flag(z.array(z.email()).min(1), { label: 'Mailboxes', help: 'Senders', example: 'ana@acme-mail.com' }),
      subject: flag(z.string(), { label: 'Subject', help: 'Subject line', example: 'Quick question' }),
    },
    ...planned,
  }),
  command.write({
    name: 'notify subscribe',
    summary: 'Post LiteMail events to a channel',
    role: 'admin',
    args: {
      types: positional(z.array(z.string()).min(1), { label: 'Events', help: 'Event types', example: 'domain.*' }),
      channel: flag(z.string().optional(), { label: 'Channel', help: 'Where to', example: 'C0OPS', widget: 'channel' }),
      filter: flag(z.string().optional(), { label: 'Filter', help: 'Which of them', example: 'domain:*.io' }),
    },
    run,
  }),
  command.write({
    name: 'cloudflare connect',
    summary: 'Connect a Cloudflare account',
    role: 'admin',
    args: {
      token: flag(z.string(), { label: 'API token', help: 'Made in Cloudflare', example: 'cfut_…', secret: true }),
    },
    run,
  }),
  command.read({ name: 'cloudflare zones list', summary: 'List the zones', role: 'viewer', args: noArgs, run }),
  command.write({
    name: 'cloudflare purge',
    summary: 'Purge the cache of a domain',
    role: 'operator',
    args: {
      domain: record.domain,
      files: flag(z.array(z.url()).optional(), {
        label: 'Files',
        help: 'Addresses',
        example: 'https://example.com/style.css',
      }),
    },
    run,
  }),
];

import { z } from 'zod';
import { flag } from '../../../engine/commands/arguments.ts';
import { given } from '../../exports/index.ts';
import { allWorkspaces, workspaceNamed } from '../../litemail/index.ts';
import { command } from '../../product-context.ts';

const line = z.string().trim().min(1).max(200);
const Details = z.object({
  firstName: line,
  lastName: line,
  company: line.optional(),
  addressLineOne: line,
  addressLineTwo: line.optional(),
  city: line,
  state: line.optional(),
  country: z.string(),
  postalCode: line,
  phoneCc: z.string(),
  phone: line,
  workspaceId: z.string().optional(),
});
const Billing = z.object({ kind: z.literal('billing-details'), details: Details, workspace: z.string().optional() });

export const billingUpdate = command.planned({
  name: 'billing update',
  summary: 'Set the billing address on LiteMail’s invoices',
  role: 'operator',
  notes: [
    'LiteMail does not show the current address, so it is replaced as a whole and somebody else has to approve it.',
  ],
  operations: { litemail: ['addBillingDetails', 'listWorkspaces'] },
  args: {
    firstName: flag(line, { label: 'First name', help: 'Who gets the invoices', example: 'Ana' }),
    lastName: flag(line, { label: 'Last name', help: 'Who gets the invoices', example: 'Ruiz' }),
    company: flag(line.optional(), { label: 'Company', help: 'As on the invoice', example: 'Acme' }),
    addressLineOne: flag(line, { label: 'Street', help: 'Street and number', example: '1 Main St' }),
    addressLineTwo: flag(line.optional(), {
      label: 'Second line',
      help: 'Second line of the address',
      example: 'Floor 2',
    }),
    city: flag(line, { label: 'City', help: 'City or town', example: 'Lisbon' }),
    state: flag(line.optional(), { label: 'State', help: 'State or region', example: 'Lisboa' }),
    country: flag(
      z
        .string()
        .transform((text) => text.trim().toUpperCase())
        .pipe(z.string().regex(/^[A-Z]{2}$/, 'Use two letters, like `PT`.')),
      { label: 'Country', help: 'Two-letter code', example: 'PT' },
    ),
    postalCode: flag(line, { label: 'Postal code', help: 'Postal or ZIP code', example: '1000-001' }),
    phoneCc: flag(
      z
        .string()
        .transform((text) => text.trim().replace(/^(\+|00)/, ''))
        .pipe(z.string().regex(/^\d{1,4}$/, 'Use digits only, like `351`.')),
      { label: 'Phone country code', help: 'Without +', example: '351' },
    ),
    phone: flag(line, { label: 'Phone', help: 'Without the country code', example: '910000000' }),
    workspace: flag(z.string().optional(), {
      label: 'Workspace',
      help: 'Only for this LiteMail workspace',
      example: 'Main',
      widget: { options: 'workspaces' },
    }),
  },
  planSchema: Billing,
  async plan(ctx, { workspace, ...typed }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId);
    const target = workspace ? workspaceNamed(await allWorkspaces(litemail), workspace) : undefined;
    const details = Details.parse({ ...given(typed), ...(target && { workspaceId: target.id }) });
    return { kind: 'billing-details' as const, details, ...(target && { workspace: target.name }) };
  },
  describe: ({ details, workspace }) => ({
    title: `Set the billing address at LiteMail${workspace ? ` for ${workspace}` : ''}`,
    subjects: ['billing'],
    effect: 'destructive',
    risk: { level: 'medium', reasons: ['invoices will carry the new address'] },
    items: [
      { sign: '-', text: 'the current address, which LiteMail does not show' },
      { sign: '+', text: [details.company, `${details.firstName} ${details.lastName}`].filter(Boolean).join(', ') },
      { sign: '+', text: [details.addressLineOne, details.addressLineTwo].filter(Boolean).join(', ') },
      { sign: '+', text: [details.postalCode, details.city, details.state, details.country].filter(Boolean).join(' ') },
      { sign: '+', text: `+${details.phoneCc} ${details.phone}` },
    ],
    meaning: ['This charges nothing.'],
    undo: 'Set the old address the same way; LiteMail does not show it.',
    calls: 1,
  }),
  async apply(ctx, { details, workspace }) {
    const litemail = await ctx.apis.litemail(ctx.actor.teamId, 'apply');
    // The same details twice are the same as once, so a lost answer is simply asked again.
    await litemail.addBillingDetails({ body: given(details) as typeof details });
    return {
      status: 'applied',
      text: `LiteMail’s invoices${workspace ? ` for ${workspace}` : ''} are now addressed to ${details.company ?? `${details.firstName} ${details.lastName}`}, ${details.city}.`,
    };
  },
});

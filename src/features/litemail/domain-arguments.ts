import { z } from 'zod';
import { parseDomain } from '../../domain/dns/model/name.ts';
import { flag, positional } from '../../engine/commands/arguments.ts';
import { AppError } from '../../lib/errors.ts';
import { isPattern, type Selection } from './choose-domains.ts';

const domainText = ({ patterns }: { patterns: boolean }) =>
  z.string().transform((typed, ctx) => {
    if (patterns && isPattern(typed)) return typed.trim();
    try {
      if (isPattern(typed))
        throw new AppError('bad_input', `“${typed}” may stand for several domains; this takes one.`);
      return parseDomain(typed);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      ctx.addIssue({ code: 'custom', message: [error.message, error.hint].filter(Boolean).join(' ') });
      return z.NEVER;
    }
  });
/** A domain as people type it; the problem is said in words. */
export const Domain = domainText({ patterns: false });
/** The same, or a pattern such as `acme-*`. */
export const DomainOrPattern = domainText({ patterns: true });

const unless = ['domains', 'tag', 'workspace', 'all', 'notConnected'];

/** The domain where a command takes one or many; without it one of `selecting` says which. */
export const chosenDomain = positional(DomainOrPattern.optional(), {
  label: 'Domain',
  help: 'The domain, or a pattern such as acme-* for all that match',
  example: 'acme-mail.com',
  unless,
});

/** Which domains, beside the one that is typed first. */
export const selecting = {
  domains: flag(z.array(DomainOrPattern).max(1_000).optional(), {
    label: 'More domains',
    help: 'More domains or patterns such as acme-*',
    example: 'acme-go.com,acmehq.io',
    widget: 'multiline',
    file: true,
    fileLabel: 'More domains, uploaded',
  }),
  tag: flag(z.array(z.string().min(1)).optional(), {
    label: 'Tag',
    help: 'Only domains with this LiteMail tag',
    example: 'client-a',
    widget: { options: 'tags' },
  }),
  workspace: flag(z.string().min(1).optional(), {
    label: 'Workspace',
    help: 'Only domains in this LiteMail workspace',
    example: 'Main',
    widget: { options: 'workspaces' },
  }),
  notConnected: flag(z.boolean().default(false), {
    label: 'Not connected',
    help: 'Only domains that are not active at LiteMail yet',
    example: 'true',
  }),
  all: flag(z.boolean().default(false), {
    label: 'All domains',
    help: 'Every domain, in place of naming them',
    example: 'true',
  }),
  except: flag(z.array(DomainOrPattern).optional(), {
    label: 'Except',
    help: 'Domains or patterns to exclude',
    example: 'acme-soon.com',
    widget: 'multiline',
  }),
};

/** The same where a command takes nothing but domains: more may follow the first without a word. */
export const selectingWords = { ...selecting, domains: { ...selecting.domains, bare: true as const } };

const { domains: _, ...selectingRest } = selecting;

/** What says which domains beside their names. */
export { selectingRest };

/** The domains of a command that takes nothing else, any number of words; `selectingRest` goes with it. */
export const chosenDomains = positional(z.array(DomainOrPattern).max(1_000).optional(), {
  label: 'Domains',
  help: 'Domains, or patterns such as acme-*',
  example: 'acme-mail.com',
  file: true,
  unless: unless.filter((key) => key !== 'domains'),
});

interface Given extends Omit<Selection, 'names'> {
  readonly domain?: string | undefined;
  readonly domains?: readonly string[] | undefined;
}

/** Of the arguments of a command those that say for which domains it is. */
export const selectionOf = ({ domain, domains = [], tag, workspace, notConnected, all, except }: Given): Selection => ({
  names: [...(domain === undefined ? [] : [domain]), ...domains],
  ...{ tag, workspace, notConnected, all, except },
});

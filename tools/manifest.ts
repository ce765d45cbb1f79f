import type { AppsManifestValidateArguments } from '@slack/web-api';
import { teamEvents } from '../src/adapters/slack/handlers/on-team-event.ts';
import { optionalScopes, requiredScopes } from '../src/adapters/slack/scopes.ts';
import { usageHint } from '../src/engine/commands/derive.ts';
import type { Registry } from '../src/engine/commands/names.ts';

type Manifest = Exclude<AppsManifestValidateArguments['manifest'], string>;
export const variants = ['production', 'socket-mode', 'development', 'sandbox'] as const;
export type Variant = (typeof variants)[number];

interface Place {
  readonly name: string;
  /** Where Slack reaches the app; absent in Socket Mode. */
  readonly url?: string;
  readonly comment: string;
}
const places: Record<Variant, Place> = {
  production: {
    name: 'LiteMail',
    url: 'https://litemail.example.com',
    comment: 'The app over HTTP. Replace https://litemail.example.com with the PUBLIC_URL of the deployment.',
  },
  'socket-mode': { name: 'LiteMail', comment: 'The app in Socket Mode: one team, no public URL.' },
  development: {
    name: 'LiteMail (development)',
    comment: 'For development against your own Slack workspace, in Socket Mode.',
  },
  sandbox: {
    name: 'LiteMail (sandbox)',
    url: 'http://127.0.0.1:3000',
    comment: 'The app as installed in the sandbox.',
  },
};

/** The first line of the file, so that whoever opens it knows what to do with it. */
export const commentOf = (variant: Variant): string => places[variant].comment;

export function manifest(registry: Registry, variant: Variant): Manifest {
  const { name, url } = places[variant];
  const events = url && { request_url: `${url}/slack/events` };
  return {
    _metadata: { major_version: 2 },
    display_information: {
      name,
      description: 'Run cold-email infrastructure from Slack: plan, approve, apply, verify, undo.',
      long_description:
        'LiteMail in Slack connects domains, changes DNS records at Cloudflare or LiteMail, tests where mail lands, shows and tops up the wallet, and posts events to channels. Whatever deletes, replaces or costs money is shown as a plan first, goes to the people your rules name, is applied once, checked, and can be undone where that is possible. Every step is written to an audit log.',
      background_color: '#1d3557',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: true },
      bot_user: { display_name: 'LiteMail', always_online: true },
      slash_commands: [
        {
          command: '/litemail',
          description: 'Domains, DNS, mailboxes, wallet and placement tests',
          usage_hint: usageHint(registry),
          should_escape: true,
          ...(events && { url: events.request_url }),
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: requiredScopes.map(({ scope }) => scope),
        bot_optional: optionalScopes.map(({ scope }) => scope),
      },
    },
    settings: {
      event_subscriptions: {
        ...events,
        bot_events: ['app_home_opened', ...teamEvents],
      },
      interactivity: {
        is_enabled: true,
        ...(events && { request_url: events.request_url, message_menu_options_url: events.request_url }),
      },
      org_deploy_enabled: false,
      socket_mode_enabled: url === undefined,
      token_rotation_enabled: false,
    },
  };
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { registry } from '../src/features/all-features.ts';
import { manifest, variants } from '../tools/manifest.ts';

describe.each(variants)('the manifest for %s', (variant) => {
  const made = manifest(registry, variant);

  it('asks for the documented scopes and no other', () => {
    expect(made.oauth_config?.scopes).toEqual({
      bot: [
        'commands',
        'chat:write',
        'users:read',
        'channels:read',
        'groups:read',
        'usergroups:read',
        'files:write',
        'im:write',
      ],
      bot_optional: ['files:read', 'chat:write.public'],
    });
  });

  it('has people and channels sent as ids', () => {
    expect(made.features?.slash_commands).toMatchObject([{ command: '/litemail', should_escape: true }]);
  });

  it('keeps to Slack’s limits', () => {
    const { name, description = '', long_description = '' } = made.display_information;
    const [command] = made.features?.slash_commands ?? [];
    expect(name.length).toBeLessThanOrEqual(35);
    expect(description.length).toBeLessThanOrEqual(140);
    expect(long_description.length).toBeGreaterThanOrEqual(175);
    expect(command?.usage_hint?.length).toBeLessThanOrEqual(1000);
  });
});

it('Socket Mode needs no address, HTTP has all of its addresses', () => {
  expect(JSON.stringify(manifest(registry, 'socket-mode'))).not.toContain('http');
  expect(manifest(registry, 'socket-mode').settings?.socket_mode_enabled).toBe(true);
  const { settings } = manifest(registry, 'production');
  const url = 'https://litemail.example.com/slack/events';
  expect(settings).toMatchObject({
    socket_mode_enabled: false,
    interactivity: { request_url: url, message_menu_options_url: url },
    event_subscriptions: { request_url: url },
  });
});

it('the file for a new Slack app is YAML that Slack’s page takes as it is', () => {
  expect(parse(readFileSync('manifests/socket-mode.yml', 'utf8'))).toEqual(manifest(registry, 'socket-mode'));
});

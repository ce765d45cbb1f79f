import { describe, expect, it } from 'vitest';
import { validateView } from '../../../sandbox/slack/block-kit/validate.ts';
import { form, formErrors, readForm } from '../../../src/engine/commands/form.ts';
import { parse } from '../../../src/engine/commands/grammar.ts';
import { findCommand } from '../../../src/engine/commands/names.ts';
import { outline } from '../../helpers/outline.ts';
import { registry } from './fixture-registry.ts';

function commandNamed(name: string) {
  const command = findCommand(registry, name);
  if (!command) throw new Error(`no ${name}`);
  return command;
}

/** What stands in each input of the form before anybody typed: block id → the part of the element that starts with `initial`. */
function initials(text: string): Record<string, unknown> {
  const line = parse(registry, text);
  if (line.kind !== 'command') throw new Error(`${text} is ${line.kind}`);
  return Object.fromEntries(
    form(line.command, line.raw).blocks.flatMap((block) =>
      'element' in block
        ? Object.entries(block.element)
            .filter(([key]) => key.startsWith('initial_'))
            .map(([, value]) => [block.block_id, value])
        : [],
    ),
  );
}

const submitted = (name: string, values: unknown) => {
  const { private_metadata = '' } = form(commandNamed(name), {}, { channel: 'C0OPS' });
  return readForm({ private_metadata, state: { values } });
};

describe('the form of a command', () => {
  it('asks for every argument, with the widget that fits it', () => {
    for (const name of ['dns add', 'notify subscribe']) {
      const view = form(commandNamed(name));
      expect(validateView(view)).toEqual([]);
      expect(outline(view)).toMatchSnapshot();
    }
  });

  it('holds what was typed already', () => {
    expect(initials('dns add acme-mail.com txt --ttl 60 --proxied')).toEqual({
      domain: 'acme-mail.com',
      ttl: '60',
      proxied: [{ text: { type: 'plain_text', text: 'Through Cloudflare' }, value: 'yes' }],
      type: { text: { type: 'plain_text', text: 'TXT' }, value: 'TXT' },
    });
    expect(initials('placement run --mailboxes a@x.io,b@x.io')).toEqual({ mailboxes: 'a@x.io\nb@x.io' });
    expect(initials('notify subscribe --channel <#C0OPS|ops>')).toEqual({ channel: 'C0OPS' });
    expect(initials('domains connect a.io b.io')).toMatchObject({ domains: [{ value: 'a.io' }, { value: 'b.io' }] });
  });

  it('leaves out what an input could not show: a wrong choice, a name for an id, text too long for Slack', () => {
    expect(initials(`dns add acme-mail.com SPF @ ${'x'.repeat(3001)} --ttl soon`)).toEqual({
      domain: 'acme-mail.com',
      name: '@',
    });
    expect(initials('notify subscribe --channel ops')).toEqual({});
  });

  it('comes back with its text inputs alone: a select that is not there stands as it was shown', () => {
    const line = parse(registry, 'dns add acme-mail.com txt');
    if (line.kind !== 'command') throw new Error(line.kind);
    const { private_metadata = '', blocks } = form(line.command, line.raw);
    const text = (value: string | null) => ({ value: { type: 'plain_text_input', value } });
    const values = { domain: text('acme-mail.com'), name: text('@'), value: text('hello') };
    const reading = readForm({ private_metadata, state: { values }, blocks });
    expect(reading?.raw).toEqual({ domain: 'acme-mail.com', type: 'TXT', name: '@', value: 'hello' });
    const cleared = readForm({ private_metadata, state: { values: { ...values, domain: text(null) } }, blocks });
    expect(cleared?.raw).not.toHaveProperty('domain');
  });

  it('never holds a secret', () => {
    expect(JSON.stringify(form(commandNamed('cloudflare connect'), { token: 'cfut_secret' }))).not.toContain(
      'cfut_secret',
    );
  });

  it('carries the command and the channel, and nothing else', () => {
    expect(form(commandNamed('dns add'), { domain: 'acme.com' }, { channel: 'C0OPS' }).private_metadata).toBe(
      '{"command":"dns add","channel":"C0OPS"}',
    );
  });
});

describe('a submitted form', () => {
  it('gives the arguments back, whatever kind of input they came from', () => {
    const reading = submitted('dns add', {
      domain: { value: { type: 'plain_text_input', value: ' acme-mail.com ' } },
      type: {
        value: { type: 'static_select', selected_option: { text: { type: 'plain_text', text: 'TXT' }, value: 'TXT' } },
      },
      name: { value: { type: 'plain_text_input', value: '@' } },
      values: { value: { type: 'plain_text_input', value: 'v=spf1 a, b ~all\nsecond one\n' } },
      ttl: { value: { type: 'number_input', value: '3600' } },
      proxied: { value: { type: 'checkboxes', selected_options: [] } },
      'request.reason': { value: { type: 'plain_text_input', value: 'new provider' } },
    });
    expect(reading).toMatchObject({ command: 'dns add', channel: 'C0OPS', reason: 'new provider', files: {} });
    expect(reading && formErrors(commandNamed('dns add'), reading)).toEqual({});
    expect(reading?.raw).toEqual({
      domain: ' acme-mail.com ',
      type: 'TXT',
      name: '@',
      values: 'v=spf1 a, b ~all\nsecond one\n',
      ttl: '3600',
      proxied: false,
    });
  });

  it('takes each line as one value where values may hold commas', async () => {
    const { raw = {} } =
      submitted('dns add', {
        domain: { value: { value: 'a.io' } },
        type: { value: { value: 'txt' } },
        name: { value: { value: '@' } },
        values: { value: { value: 'v=spf1 a, b ~all\nsecond one\n' } },
      }) ?? {};
    const command = commandNamed('dns add');
    if (command.kind !== 'planned') throw new Error('dns add is planned');
    expect(await command.plan({} as never, raw)).toEqual({
      plan: { args: { domain: 'a.io', type: 'TXT', name: '@', values: ['v=spf1 a, b ~all', 'second one'], ttl: 300 } },
    });
  });

  it('takes a field of blanks as one that was not filled in', () => {
    const reading = submitted('dns add', {
      name: { value: { value: ' ' } },
      'request.reason': { value: { value: '  ' } },
    });
    expect(reading).toEqual({ command: 'dns add', channel: 'C0OPS', raw: {}, files: {} });
  });

  it('may hold the text inputs alone', () => {
    const reading = submitted('placement run', {
      title: { value: { value: 'Launch' } },
      mailboxes: { value: { value: 'a@x.io\nb@x.io, c@x.io' } },
      subject: { value: { value: 'Hi' } },
    });
    expect(reading && formErrors(commandNamed('placement run'), reading)).toEqual({});
  });

  it('says under each input what is wrong with it', () => {
    const reading = submitted('dns add', {
      domain: { value: { type: 'plain_text_input', value: 'x' } },
      ttl: { value: { type: 'number_input', value: '5' } },
      name: { value: { value: null } },
    });
    expect(reading && formErrors(commandNamed('dns add'), reading)).toEqual({
      domain: 'Domain: must be at least 3 characters.',
      type: 'Type: a value is required.',
      name: 'Name: a value is required.',
      values: 'Records: a value is required.',
      ttl: 'TTL: must be at least 60.',
    });
  });

  it('takes a file instead of the text beside it', () => {
    const reading = submitted('dns add', {
      'values.file': { value: { type: 'file_input', files: [{ id: 'F1', name: 'zone.txt', size: 12 }] } },
    });
    expect(reading?.files).toEqual({ values: [{ id: 'F1', name: 'zone.txt', size: 12 }] });
    expect(reading && Object.keys(formErrors(commandNamed('dns add'), reading))).toEqual(['domain', 'type', 'name']);
  });

  it.each(['', '{}', 'x', '{"command":5}'])('of something else (%j) is not taken', (private_metadata) => {
    expect(readForm({ private_metadata, state: { values: {} } })).toBeUndefined();
  });

  it.each([undefined, null, 'x', { a: 1 }, { a: { b: null } }, { a: {} }])(
    'with a state of %j has no answers',
    (values) => {
      expect(submitted('status', values)?.raw).toEqual({});
    },
  );
});

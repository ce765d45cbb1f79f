import type { KnownBlock, MessageAttachment, ModalView } from '@slack/types';

const plain = (text: string) => ({ type: 'plain_text', text }) as const;
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text }) as const;
const option = (value: string, description?: string) => ({
  text: plain(value),
  value,
  ...(description && { description: plain(description) }),
});
const cell = (text: string) => ({ type: 'raw_text', text });

/** Messages with the blocks that are drawn, and some that are shown as words. */
export const messages: readonly { text: string; blocks: KnownBlock[]; attachments?: MessageAttachment[] }[] = [
  {
    text: 'words',
    blocks: [
      { type: 'header', text: plain('Words :tada:') },
      {
        type: 'section',
        text: mrkdwn(
          '*bold* _italic_ ~gone~ `code *x*` <https://example.com|a link> <@U0BO> <#C0OPS> <!subteam^S0DELIV> <!here> :rocket: &lt;b&gt;\n> quoted\n```fenced\n*as it is*```\n<!date^1795201682^{date_short_pretty} at {time}|fallback>',
        ),
      },
      { type: 'section', fields: [mrkdwn('*Left*\n1'), mrkdwn('*Right*\n2')] },
      { type: 'context', elements: [mrkdwn('small print'), plain('plain *stars*')] },
      { type: 'divider' },
      {
        type: 'image',
        alt_text: 'a picture from elsewhere',
        image_url: 'https://example.com/p.png',
        title: plain('Title'),
      },
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'text', text: '*not bold*', style: { bold: true } },
              { type: 'user', user_id: 'U0ANA' },
              { type: 'emoji', name: 'wave' },
              { type: 'link', url: 'https://example.com', text: 'linked' },
            ],
          },
          {
            type: 'rich_text_list',
            style: 'ordered',
            elements: [{ type: 'rich_text_section', elements: [{ type: 'text', text: 'first' }] }],
          },
          { type: 'rich_text_quote', elements: [{ type: 'text', text: 'somebody said' }] },
          {
            type: 'rich_text_preformatted',
            border: 0,
            language: 'diff',
            elements: [{ type: 'text', text: '+ www A 192.0.2.2\n- www A 192.0.2.1\n  kept' }],
          } as never,
        ],
      },
    ],
  },
  {
    text: 'tables',
    blocks: [
      {
        type: 'table',
        rows: [
          [cell('Name'), cell('TTL')],
          [cell('www'), cell('300')],
        ],
        column_settings: [{}, { align: 'right' }],
      } as never,
      {
        type: 'data_visualization',
        title: 'Balance',
        chart: {
          type: 'line',
          series: [
            {
              name: 'Wallet',
              data: [
                { label: 'Mon', value: 40 },
                { label: 'Tue', value: 25 },
                { label: 'Wed', value: 60 },
              ],
            },
          ],
          axis_config: { categories: ['Mon', 'Tue', 'Wed'] },
        },
      } as never,
    ],
  },
  {
    text: 'more',
    attachments: [{ fallback: 'in the old way' }],
    blocks: [
      {
        type: 'data_table',
        caption: 'Mailboxes',
        page_size: 2,
        rows: [
          [cell('Mailbox'), cell('Sent')],
          ...[30, 4, 100].map((sent) => [cell(`m${sent}`), { type: 'raw_number', value: sent, text: String(sent) }]),
        ],
      } as never,
      {
        type: 'card',
        title: plain('A card'),
        body: plain('What it says'),
        actions: [{ type: 'button', text: plain('Take it'), action_id: 'take' }],
      } as never,
      { type: 'markdown', text: '**not** drawn' },
      {
        type: 'data_visualization',
        title: 'Spend',
        chart: { type: 'pie', segments: [{ label: 'Domains', value: 3 }] },
      } as never,
    ],
  },
];

export const pressable: KnownBlock[] = [
  {
    type: 'section',
    text: mrkdwn('Press something'),
    accessory: { type: 'overflow', action_id: 'overflow', options: [option('Edit'), option('Remove', 'for good')] },
  },
  {
    type: 'actions',
    elements: [
      {
        type: 'button',
        action_id: 'danger',
        text: plain('Delete'),
        style: 'danger',
        confirm: {
          title: plain('Delete it?'),
          text: plain('There is no way back.'),
          confirm: plain('Delete'),
          deny: plain('Keep'),
        },
      },
      {
        type: 'static_select',
        action_id: 'static',
        placeholder: plain('Choose a type'),
        options: [option('A'), option('MX')],
      },
      { type: 'users_select', action_id: 'person', placeholder: plain('Choose a person') },
      { type: 'datepicker', action_id: 'date', initial_date: '2026-11-20' },
    ],
  },
];

const input = (id: string, element: object, more: object = {}) => ({
  type: 'input' as const,
  block_id: id,
  label: plain(id),
  element: { action_id: 'value', ...element } as never,
  ...more,
});

export const form: ModalView = {
  type: 'modal',
  callback_id: 'everything',
  title: plain('Everything'),
  submit: plain('Send'),
  close: plain('Cancel'),
  blocks: [
    { type: 'alert', text: plain('Careful'), level: 'warning' } as never,
    { type: 'actions', elements: [{ type: 'button', action_id: 'push', text: plain('One more view') }] },
    input('text', { type: 'plain_text_input' }),
    input('several lines', { type: 'plain_text_input', multiline: true }, { optional: true }),
    input('number', { type: 'number_input', is_decimal_allowed: false, min_value: '1', max_value: '10' }),
    input('email', { type: 'email_text_input' }),
    input('url', { type: 'url_text_input' }, { optional: true }),
    input('one', { type: 'static_select', options: [option('A'), option('MX')] }),
    input('remote', { type: 'external_select', action_id: 'remote', min_query_length: 1 }),
    input('many', { type: 'multi_static_select', options: [option('red'), option('green'), option('blue')] }),
    input('people', { type: 'multi_users_select' }),
    input('channel', { type: 'conversations_select' }),
    input(
      'checks',
      { type: 'checkboxes', options: [option('first', 'the first'), option('second')] },
      { optional: true },
    ),
    input('radio', { type: 'radio_buttons', options: [option('left'), option('right')] }),
    input('date', { type: 'datepicker' }),
    input('time', { type: 'timepicker' }),
    input('rich', { type: 'rich_text_input' }, { optional: true }),
    input('file', { type: 'file_input', max_files: 1 }),
  ],
};

export const second: ModalView = {
  type: 'modal',
  callback_id: 'second',
  title: plain('The second'),
  blocks: [{ type: 'section', text: mrkdwn('On top of the first.') }],
};

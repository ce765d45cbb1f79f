import { expect, test } from 'vitest';
import { limits } from '../../sandbox/slack/block-kit/limits.ts';
import { validateMessage, validateView } from '../../sandbox/slack/block-kit/validate.ts';

const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const option = (value: string) => ({ text: plain(value), value });
const button = (more: object = {}) => ({ type: 'button', action_id: 'a', text: plain('Go'), ...more });
const section = (more: object = {}) => ({ type: 'section', text: mrkdwn('Hello'), ...more });
const input = (element: object, more: object = {}) => ({ type: 'input', label: plain('Name'), element, ...more });
const typed = (more: object = {}) => ({ type: 'plain_text_input', action_id: 't', ...more });
const modal = (blocks: object[], more: object = {}) => ({
  type: 'modal',
  title: plain('Form'),
  submit: plain('Send'),
  blocks,
  ...more,
});
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const raw = (text: string) => ({ type: 'raw_text', text });
const rich = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', language: 'diff', elements: [{ type: 'text', text }] }],
});
const line = (series: object[], categories = ['Mon', 'Tue']) => ({
  type: 'data_visualization',
  title: 'Balance',
  chart: { type: 'line', series, axis_config: { categories } },
});
const points = (...labels: string[]) => labels.map((label, value) => ({ label, value }));

const messages: Record<string, object> = {
  'text and fields with a button': section({ fields: [mrkdwn('*a*'), plain('b')], accessory: button() }),
  'every kind of select in actions': {
    type: 'actions',
    elements: [
      { type: 'static_select', action_id: '1', options: [option('a')], initial_option: option('a') },
      { type: 'external_select', action_id: '2', min_query_length: 0 },
      { type: 'users_select', action_id: '3', initial_user: 'U0ANA' },
      { type: 'conversations_select', action_id: '4', filter: { include: ['public'] } },
      { type: 'channels_select', action_id: '5' },
      { type: 'multi_static_select', action_id: '6', option_groups: [{ label: plain('g'), options: [option('a')] }] },
      { type: 'overflow', action_id: '7', options: [option('a')] },
      { type: 'checkboxes', action_id: '8', options: [{ text: mrkdwn('*a*'), value: 'a' }] },
      { type: 'datepicker', action_id: '9', initial_date: '2026-11-20' },
    ],
  },
  context: {
    type: 'context',
    elements: [mrkdwn('by'), { type: 'image', image_url: 'https://x.test/a.png', alt_text: 'a' }],
  },
  'a diff': rich('- old\n+ new'),
  'a table': {
    type: 'table',
    rows: [
      [raw('a'), raw('b')],
      [raw('c'), rich('d')],
    ],
    column_settings: [{ align: 'right' }],
  },
  'a data table': {
    type: 'data_table',
    caption: 'Placement',
    rows: [[raw('a')], [{ type: 'raw_number', value: 1, text: '1' }]],
  },
  'a line chart': line([{ name: 'EUR', data: points('Mon', 'Tue') }]),
  'a pie chart': {
    type: 'data_visualization',
    title: 'Spend',
    chart: { type: 'pie', segments: [{ label: 'a', value: 1 }] },
  },
  'a container': {
    type: 'container',
    title: plain('More'),
    child_blocks: [section()],
    is_collapsible: true,
    default_collapsed: true,
  },
  'a header of 150 emoji': { type: 'header', text: plain('🟢'.repeat(150)) },
  markdown: { type: 'markdown', text: '# Hi' },
  'a carousel of cards': {
    type: 'carousel',
    elements: [
      { type: 'card', title: mrkdwn('One'), actions: [button()] },
      { type: 'card', body: mrkdwn('Two') },
    ],
  },
  'a plan with steps': {
    type: 'plan',
    title: 'Onboarding',
    tasks: [{ task_id: '1', title: 'Zone', status: 'complete', output: rich('done') }],
  },
  'buttons for feedback': {
    type: 'context_actions',
    elements: [
      {
        type: 'feedback_buttons',
        action_id: 'f',
        positive_button: { text: plain('Good'), value: '+' },
        negative_button: { text: plain('Bad'), value: '-' },
      },
      { type: 'icon_button', action_id: 'x', icon: 'trash', text: plain('Dismiss') },
    ],
  },
  'a task': { type: 'task_card', task_id: '1', title: 'Verify', status: 'pending' },
};
test.each(Object.entries(messages))('a message may hold %s', (_, block) => {
  expect(validateMessage({ text: 'hello', blocks: [block] })).toEqual([]);
});

const inputs: Record<string, object> = {
  text: typed({ multiline: true, min_length: 1, max_length: 3000 }),
  number: { type: 'number_input', action_id: 'n', is_decimal_allowed: false, min_value: '1', max_value: '9' },
  email: { type: 'email_text_input', action_id: 'e' },
  url: { type: 'url_text_input', action_id: 'u' },
  file: { type: 'file_input', action_id: 'f', filetypes: ['txt'], max_files: 1 },
  radio: { type: 'radio_buttons', action_id: 'r', options: [option('a')] },
  time: { type: 'timepicker', action_id: 'm', initial_time: '23:59' },
  moment: { type: 'datetimepicker', action_id: 'd', initial_date_time: 1_800_000_000 },
  channel: {
    type: 'conversations_select',
    action_id: 'c',
    response_url_enabled: true,
    default_to_current_conversation: true,
  },
  people: { type: 'multi_users_select', action_id: 'p', max_selected_items: 3 },
  'rich text': { type: 'rich_text_input', action_id: 'x' },
};
test.each(Object.entries(inputs))('a form may hold an input for %s', (_, element) => {
  expect(validateView(modal([input(element), { type: 'alert', level: 'warning', text: mrkdwn('Careful') }]))).toEqual(
    [],
  );
});

const long = (length: number) => 'x'.repeat(length);
const refusedMessages: Record<string, [block: unknown, pointer: string]> = {
  'an unknown block': [{ type: 'sparkles' }, '/blocks/0/type'],
  'an unknown property': [section({ color: 'red' }), '/blocks/0'],
  'text over 3000': [section({ text: mrkdwn(long(3001)) }), '/blocks/0/text/text'],
  'empty text': [section({ text: mrkdwn('') }), '/blocks/0/text/text'],
  'a section with nothing in it': [{ type: 'section' }, '/blocks/0'],
  'markdown in a header': [{ type: 'header', text: mrkdwn('*a*') }, '/blocks/0/text/type'],
  'a header over 150': [{ type: 'header', text: plain(long(151)) }, '/blocks/0/text/text'],
  'button text over 75': [section({ accessory: button({ text: plain(long(76)) }) }), '/blocks/0/accessory/text/text'],
  'a button value over 2000': [section({ accessory: button({ value: long(2001) }) }), '/blocks/0/accessory/value'],
  'a style that is none': [section({ accessory: button({ style: 'green' }) }), '/blocks/0/accessory/style'],
  'an action_id over 255': [section({ accessory: button({ action_id: long(256) }) }), '/blocks/0/accessory/action_id'],
  '26 elements': [{ type: 'actions', elements: many(26, (i) => button({ action_id: `a${i}` })) }, '/blocks/0/elements'],
  'no elements': [{ type: 'actions', elements: [] }, '/blocks/0/elements'],
  '11 fields': [section({ fields: many(11, () => plain('a')) }), '/blocks/0/fields'],
  '101 options': [
    section({ accessory: { type: 'static_select', options: many(101, (i) => option(`${i}`)) } }),
    '/blocks/0/accessory/options',
  ],
  'options and groups at once': [
    section({
      accessory: {
        type: 'static_select',
        options: [option('a')],
        option_groups: [{ label: plain('g'), options: [option('a')] }],
      },
    }),
    '/blocks/0/accessory',
  ],
  'a first choice that is not offered': [
    section({ accessory: { type: 'static_select', options: [option('a')], initial_option: option('b') } }),
    '/blocks/0/accessory',
  ],
  '6 overflow options': [
    section({ accessory: { type: 'overflow', options: many(6, (i) => option(`${i}`)) } }),
    '/blocks/0/accessory/options',
  ],
  'a confirm title over 100': [
    section({
      accessory: button({
        confirm: { title: plain(long(101)), text: plain('a'), confirm: plain('b'), deny: plain('c') },
      }),
    }),
    '/blocks/0/accessory/confirm/title/text',
  ],
  'a number input in a message': [input({ type: 'number_input', is_decimal_allowed: true }), '/blocks/0/element/type'],
  'a button as input': [input(button()), '/blocks/0/element/type'],
  'an alert in a message': [{ type: 'alert', text: plain('a') }, '/blocks/0/type'],
  'a file': [{ type: 'file', external_id: 'a', source: 'remote' }, '/blocks/0/type'],
  'a table with uneven rows': [{ type: 'table', rows: [[raw('a')], [raw('b'), raw('c')]] }, '/blocks/0'],
  'a table with 101 rows': [{ type: 'table', rows: many(101, () => [raw('a')]) }, '/blocks/0/rows'],
  'a table over 10000 characters': [{ type: 'table', rows: [[raw(long(10_001))]] }, '/blocks/0'],
  'an empty cell': [{ type: 'table', rows: [[raw('')]] }, '/blocks/0/rows/0/0/text'],
  'a series with a point missing': [line([{ name: 'EUR', data: points('Mon') }]), '/blocks/0/chart'],
  'two series of one name': [
    line([
      { name: 'EUR', data: points('Mon', 'Tue') },
      { name: 'EUR', data: points('Mon', 'Tue') },
    ]),
    '/blocks/0/chart',
  ],
  'a slice of nothing': [
    { type: 'data_visualization', title: 'a', chart: { type: 'pie', segments: [{ label: 'a', value: 0 }] } },
    '/blocks/0/chart/segments/0/value',
  ],
  'a picture without alt_text': [{ type: 'image', image_url: 'https://x.test/a.png' }, '/blocks/0/alt_text'],
  'two sources of a picture': [
    { type: 'image', alt_text: 'a', image_url: 'https://x.test/a.png', slack_file: { id: 'F1' } },
    '/blocks/0',
  ],
  'a container in a container': [
    {
      type: 'container',
      title: plain('a'),
      child_blocks: [{ type: 'container', title: plain('b'), child_blocks: [section()] }],
    },
    '/blocks/0/child_blocks/0/type',
  ],
  'no list at all': ['hello', ''],
};
test.each(Object.entries(refusedMessages))('a message may not hold %s', (_, [block, pointer]) => {
  const blocks = pointer === '' ? block : [block];
  expect(validateMessage({ text: 'hello', blocks }).map((problem) => problem.pointer)).toContain(
    pointer === '' ? '/blocks' : pointer,
  );
});

const countedMessages: Record<string, [blocks: object[], message: RegExp]> = {
  '51 blocks': [many(51, () => section()), /no more than 50/],
  'two tables': [many(2, () => ({ type: 'table', rows: [[raw('a')]] })), /only_one_table_allowed/],
  'three charts': [many(3, () => line([{ name: 'EUR', data: points('Mon', 'Tue') }])), /no more than 2/],
  'two blocks of one id': [many(2, () => section({ block_id: 'same' })), /block_id must be unique/],
  'two elements of one id in a block': [
    [{ type: 'actions', elements: [button(), button()] }],
    /action_id must be unique/,
  ],
  '12001 characters of markdown': [many(2, () => ({ type: 'markdown', text: long(6001) })), /12001/],
};
test.each(Object.entries(countedMessages))('a message may not hold %s', (_, [blocks, message]) => {
  expect(validateMessage({ text: 'a', blocks }).map((problem) => problem.message)).toContainEqual(
    expect.stringMatching(message),
  );
});

test.each([[[null]], [[null, { align: 'right' }]], [[{ is_wrapped: true }, null]], [[null, null]]])(
  'a table may leave columns as they are: %j',
  (column_settings) => {
    const table = { type: 'table', rows: [[raw('a'), raw('b')]], column_settings };
    expect(validateMessage({ text: 'x', blocks: [table] })).toEqual([]);
    const more = { ...table, column_settings: [null, null, null] };
    expect(validateMessage({ text: 'x', blocks: [more] })).not.toEqual([]);
  },
);

test('the title of a video is shorter than 200 characters', () => {
  const video = (title: string) => ({
    type: 'video',
    alt_text: 'a',
    title: plain(title),
    thumbnail_url: 'https://x.test/a.png',
    video_url: 'https://x.test/a',
  });
  const problems = (title: string) => validateMessage({ text: 'x', blocks: [video(title)] });
  expect(problems('x'.repeat(199))).toEqual([]);
  expect(problems('🟢'.repeat(199))).toEqual([]);
  for (const title of ['x'.repeat(200), '🟢'.repeat(200), 'x'.repeat(300)])
    expect(problems(title).map(({ message }) => message)).toEqual(['must be less than 200 characters']);
});

test('the same action_id may stand in different blocks', () => {
  const row = () => ({ type: 'actions', elements: [button()] });
  expect(validateMessage({ text: 'a', blocks: [row(), row()] })).toEqual([]);
});

test('an update keeps to 4000 characters where a post may have 40000', () => {
  expect(validateMessage({ text: long(4001) })).toEqual([]);
  expect(validateMessage({ text: long(4001) }, { update: true })).toHaveLength(1);
  expect(validateMessage({ text: long(40_001) })).toHaveLength(1);
});

const refusedViews: Record<string, [view: object, pointer: string]> = {
  'a title over 24': [modal([section()], { title: plain(long(25)) }), '/title/text'],
  'a submit over 24': [modal([section()], { submit: plain(long(25)) }), '/submit/text'],
  'a close over 24': [modal([section()], { close: plain(long(25)) }), '/close/text'],
  'inputs without submit': [modal([input(typed())], { submit: undefined }), '/submit'],
  'metadata over 3000': [modal([section()], { private_metadata: long(3001) }), '/private_metadata'],
  'a callback_id over 255': [modal([section()], { callback_id: long(256) }), '/callback_id'],
  'no blocks': [modal([]), '/blocks'],
  '101 blocks': [modal(many(101, () => section())), '/blocks'],
  markdown: [modal([{ type: 'markdown', text: 'a' }]), '/blocks/0/type'],
  'a table': [modal([{ type: 'table', rows: [[raw('a')]] }]), '/blocks/0/type'],
  'a text input over 3000': [modal([input(typed({ max_length: 3001 }))]), '/blocks/0/element/max_length'],
  'a first value that is too long': [
    modal([input(typed({ max_length: 2, initial_value: 'abc' }))]),
    '/blocks/0/element',
  ],
  'a range that is none': [
    modal([input({ type: 'number_input', is_decimal_allowed: false, min_value: '9', max_value: '1' })]),
    '/blocks/0/element',
  ],
  'two that want the focus': [
    modal([input(typed({ focus_on_load: true })), input(typed({ focus_on_load: true }))]),
    '/blocks/1/element/focus_on_load',
  ],
  'a file that tells at once': [modal([input({ type: 'file_input' }, { dispatch_action: true })]), '/blocks/0'],
  '11 files': [modal([input({ type: 'file_input', max_files: 11 })]), '/blocks/0/element/max_files'],
  'a time of 24:00': [modal([input({ type: 'timepicker', initial_time: '24:00' })]), '/blocks/0/element/initial_time'],
  'a title in App Home': [{ type: 'home', title: plain('a'), blocks: [section()] }, ''],
  'an alert in App Home': [{ type: 'home', blocks: [{ type: 'alert', text: plain('a') }] }, '/blocks/0/type'],
  'a file input in App Home': [{ type: 'home', blocks: [input({ type: 'file_input' })] }, '/blocks/0/element/type'],
  'an unknown type': [{ type: 'workflow_step', blocks: [section()] }, '/type'],
};
test.each(Object.entries(refusedViews))('a view may not have %s', (_, [view, pointer]) => {
  const given = JSON.parse(JSON.stringify(view)) as unknown;
  expect(validateView(given).map((problem) => problem.pointer)).toContain(pointer);
});

test('every number is where it is used: one more than each is refused, as many as each is not', () => {
  const { max_length } = limits.header.text;
  const header = (length: number) => [{ type: 'header', text: plain(long(length)) }];
  expect(validateMessage({ text: 'a', blocks: header(max_length) })).toEqual([]);
  expect(validateMessage({ text: 'a', blocks: header(max_length + 1) })).toEqual([
    { pointer: '/blocks/0/text/text', message: 'must be less than 151 characters' },
  ]);
});

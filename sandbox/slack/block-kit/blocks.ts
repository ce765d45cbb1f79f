import { z } from 'zod';
import { dataTable, dataVisualization, table } from './charts.ts';
import { accessory, actionsElement, button, contextAction, image, inputElement } from './elements.ts';
import { limits } from './limits.ts';
import { anyText, blockId, chars, hasOnePicture, items, mrkdwn, pictureSource, plain, url } from './pieces.ts';
import { richTextBlock } from './rich-text.ts';

const base = { block_id: blockId.optional() };
const flag = z.boolean().optional();

const section = z
  .strictObject({
    type: z.literal('section'),
    ...base,
    text: anyText(limits.section.text).optional(),
    fields: items(anyText({ max_length: limits.section.fields.item_max_length }), limits.section.fields).optional(),
    accessory: accessory.optional(),
    expand: flag,
  })
  .refine((it) => it.text !== undefined || it.fields !== undefined, 'missing required field: text or fields');

const actions = z.strictObject({
  type: z.literal('actions'),
  ...base,
  elements: items(actionsElement, limits.actions.elements),
});
const context = z.strictObject({
  type: z.literal('context'),
  ...base,
  elements: items(z.discriminatedUnion('type', [plain(), mrkdwn(), image]), limits.context.elements),
});
const header = z.strictObject({
  type: z.literal('header'),
  ...base,
  text: plain(limits.header.text),
  level: z.int().min(1).max(4).optional(),
});
const divider = z.strictObject({ type: z.literal('divider'), ...base });
const imageBlock = z
  .strictObject({
    type: z.literal('image'),
    ...base,
    alt_text: chars(limits.image.alt_text),
    title: plain(limits.image.title).optional(),
    ...pictureSource,
  })
  .refine(hasOnePicture, 'needs either image_url or slack_file');
const input = z
  .strictObject({
    type: z.literal('input'),
    ...base,
    label: plain(limits.input.label),
    hint: plain(limits.input.hint).optional(),
    optional: flag,
    dispatch_action: flag,
    element: inputElement,
  })
  .refine((it) => !(it.element.type === 'file_input' && it.dispatch_action), 'file_input cannot dispatch actions');
const video = z.strictObject({
  type: z.literal('video'),
  ...base,
  alt_text: chars(limits.video.alt_text),
  title: plain(limits.video.title),
  title_url: url({ max_length: 3000 }).optional(),
  thumbnail_url: url({ max_length: 3000 }),
  video_url: url({ max_length: 3000 }),
  author_name: chars(limits.video.author_name).optional(),
  provider_name: chars(limits.video.provider_name).optional(),
  provider_icon_url: url({ max_length: 3000 }).optional(),
  description: plain(limits.video.description).optional(),
});

const card = z
  .strictObject({
    type: z.literal('card'),
    ...base,
    hero_image: image.optional(),
    icon: image.optional(),
    title: anyText(limits.card.title).optional(),
    subtitle: anyText(limits.card.subtitle).optional(),
    body: anyText(limits.card.body).optional(),
    subtext: anyText(limits.card.subtext).optional(),
    actions: items(button, limits.card.actions).optional(),
  })
  .refine((it) => it.hero_image || it.title || it.actions || it.body, 'needs hero_image, title, body or actions');

const taskCard = {
  ...base,
  task_id: chars({}),
  title: chars({}),
  details: richTextBlock.optional(),
  output: richTextBlock.optional(),
  sources: z
    .array(z.strictObject({ type: z.literal('url'), url: url(limits.url_source.url), text: chars({}) }))
    .optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']).optional(),
};

const container = z
  .strictObject({
    type: z.literal('container'),
    ...base,
    title: plain(limits.container.title).optional(),
    rich_text_title: richTextBlock.optional(),
    subtitle: anyText(limits.container.subtitle).optional(),
    icon: image.optional(),
    width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
    is_collapsible: flag,
    default_collapsed: flag,
    has_header_divider: flag,
    child_blocks: items(
      z.discriminatedUnion('type', [
        actions,
        context,
        divider,
        header,
        imageBlock,
        input,
        richTextBlock,
        section,
        table,
        video,
      ]),
      limits.container.child_blocks,
    ),
  })
  .refine((it) => it.title || it.rich_text_title, 'needs title or rich_text_title')
  .refine((it) => !it.default_collapsed || it.is_collapsible, 'default_collapsed needs is_collapsible');

/** Every block an app may send. `file` is only ever received. */
export const block = z.discriminatedUnion('type', [
  section,
  actions,
  context,
  header,
  divider,
  imageBlock,
  input,
  richTextBlock,
  video,
  card,
  container,
  table,
  dataTable,
  dataVisualization,
  z.strictObject({ type: z.literal('markdown'), ...base, text: chars(limits.markdown.text) }),
  z.strictObject({
    type: z.literal('alert'),
    ...base,
    text: anyText(limits.alert.text),
    level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  }),
  z.strictObject({ type: z.literal('carousel'), ...base, elements: items(card, limits.carousel.elements) }),
  z.strictObject({
    type: z.literal('context_actions'),
    ...base,
    elements: items(contextAction, limits.context_actions.elements),
  }),
  z.strictObject({ type: z.literal('task_card'), ...taskCard }),
  z.strictObject({
    type: z.literal('plan'),
    ...base,
    title: z.union([chars({}), plain()]),
    tasks: z.array(z.strictObject({ type: z.literal('task_card').optional(), ...taskCard })).optional(),
  }),
]);

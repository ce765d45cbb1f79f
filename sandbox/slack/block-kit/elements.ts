import { z } from 'zod';
import { limits } from './limits.ts';
import {
  actionId,
  chars,
  colour,
  confirm,
  conversationFilter,
  dispatchActionConfig,
  hasOnePicture,
  items,
  optionGroup,
  overflowOption,
  pictureSource,
  placeholder,
  plain,
  plainOption,
  richOption,
  url,
} from './pieces.ts';
import { richTextBlock } from './rich-text.ts';

const flag = z.boolean().optional();
const actionable = { action_id: actionId.optional() };
const confirmable = { ...actionable, confirm: confirm.optional() };
const focusable = { ...confirmable, focus_on_load: flag };
const typed = {
  ...actionable,
  placeholder: placeholder.optional(),
  focus_on_load: flag,
  dispatch_action_config: dispatchActionConfig.optional(),
};
const menu = { ...focusable, placeholder: placeholder.optional() };
const several = { ...menu, max_selected_items: z.int().min(1).optional() };
const id = z.string().min(1);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
interface Choices {
  options?: readonly { value: string }[] | undefined;
  option_groups?: readonly { options: readonly { value: string }[] }[] | undefined;
  initial_option?: { value: string } | undefined;
  initial_options?: readonly { value: string }[] | undefined;
}
/** What starts out selected has to be among what can be selected. */
const startsWithin = (it: Choices): boolean => {
  const offered = [...(it.options ?? []), ...(it.option_groups ?? []).flatMap((group) => group.options)];
  const initial = [...(it.initial_options ?? []), ...(it.initial_option ? [it.initial_option] : [])];
  return initial.every((option) => offered.some((other) => other.value === option.value && same(other, option)));
};
const initialProblem = 'initial option was not found among the options';
const oneSource = (it: Choices): boolean => (it.options === undefined) !== (it.option_groups === undefined);
const choices = {
  options: items(plainOption, limits.select.options).optional(),
  option_groups: items(optionGroup, limits.select.option_groups).optional(),
};

export const button = z.strictObject({
  type: z.literal('button'),
  ...confirmable,
  text: plain(limits.button.text),
  value: chars({ min_length: 0, ...limits.button.value }).optional(),
  url: url(limits.button.url).optional(),
  style: colour.optional(),
  accessibility_label: chars(limits.button.accessibility_label).optional(),
});
const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  action_id: actionId,
  text: plain(limits.button.text),
  workflow: z.looseObject({ trigger: z.looseObject({ url: id }) }),
  style: colour.optional(),
  accessibility_label: chars(limits.button.accessibility_label).optional(),
});
const overflow = z.strictObject({
  type: z.literal('overflow'),
  ...confirmable,
  options: items(overflowOption, limits.overflow.options),
});
const checkboxes = z
  .strictObject({
    type: z.literal('checkboxes'),
    ...focusable,
    options: items(richOption, limits.checkboxes.options),
    initial_options: items(richOption, {}).optional(),
  })
  .refine(startsWithin, initialProblem);
const radioButtons = z
  .strictObject({
    type: z.literal('radio_buttons'),
    ...focusable,
    options: items(richOption, limits.radio_buttons.options),
    initial_option: richOption.optional(),
  })
  .refine(startsWithin, initialProblem);

const selects = [
  z
    .strictObject({ type: z.literal('static_select'), ...menu, ...choices, initial_option: plainOption.optional() })
    .refine(oneSource, 'needs either options or option_groups')
    .refine(startsWithin, initialProblem),
  z.strictObject({
    type: z.literal('external_select'),
    ...menu,
    initial_option: plainOption.optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('users_select'), ...menu, initial_user: id.optional() }),
  z.strictObject({
    type: z.literal('conversations_select'),
    ...menu,
    initial_conversation: id.optional(),
    default_to_current_conversation: flag,
    response_url_enabled: flag,
    filter: conversationFilter.optional(),
  }),
  z.strictObject({
    type: z.literal('channels_select'),
    ...menu,
    initial_channel: id.optional(),
    response_url_enabled: flag,
  }),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      ...several,
      ...choices,
      initial_options: items(plainOption, {}).optional(),
    })
    .refine(oneSource, 'needs either options or option_groups')
    .refine(startsWithin, initialProblem),
  z.strictObject({
    type: z.literal('multi_external_select'),
    ...several,
    initial_options: items(plainOption, {}).optional(),
    min_query_length: z.int().min(0).optional(),
  }),
  z.strictObject({ type: z.literal('multi_users_select'), ...several, initial_users: items(id, {}).optional() }),
  z.strictObject({
    type: z.literal('multi_conversations_select'),
    ...several,
    initial_conversations: items(id, {}).optional(),
    default_to_current_conversation: flag,
    filter: conversationFilter.optional(),
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), ...several, initial_channels: items(id, {}).optional() }),
] as const;

const datepicker = z.strictObject({
  type: z.literal('datepicker'),
  ...menu,
  initial_date: z.iso.date().optional(),
});
const timepicker = z.strictObject({
  type: z.literal('timepicker'),
  ...menu,
  initial_time: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  timezone: id.optional(),
});
const datetimepicker = z.strictObject({
  type: z.literal('datetimepicker'),
  ...focusable,
  initial_date_time: z.int().min(0).max(9_999_999_999).optional(),
});

const length = z.int().max(limits.plain_text_input.max_length.max);
const plainTextInput = z
  .strictObject({
    type: z.literal('plain_text_input'),
    ...typed,
    initial_value: z.string().max(limits.plain_text_input.max_length.max).optional(),
    multiline: flag,
    min_length: length.min(0).optional(),
    max_length: length.min(1).optional(),
  })
  .refine((it) => (it.min_length ?? 0) <= (it.max_length ?? 3000), 'min_length must not exceed max_length')
  .refine(
    (it) => (it.initial_value?.length ?? 0) <= (it.max_length ?? 3000),
    'initial_value is longer than max_length',
  );
const number = z.string().regex(/^-?\d+(\.\d+)?$/, 'must be a number as a string');
const numberInput = z
  .strictObject({
    type: z.literal('number_input'),
    ...typed,
    is_decimal_allowed: z.boolean(),
    initial_value: number.optional(),
    min_value: number.optional(),
    max_value: number.optional(),
  })
  .refine(
    (it) => it.min_value === undefined || it.max_value === undefined || Number(it.min_value) <= Number(it.max_value),
    'min_value must not exceed max_value',
  );

export const image = z
  .strictObject({ type: z.literal('image'), alt_text: chars(limits.image.alt_text), ...pictureSource })
  .refine(hasOnePicture, 'needs either image_url or slack_file');

const pickable = [
  button,
  checkboxes,
  datepicker,
  timepicker,
  overflow,
  radioButtons,
  ...selects,
  workflowButton,
] as const;
export const actionsElement = z.discriminatedUnion('type', [...pickable, datetimepicker]);
export const accessory = z.discriminatedUnion('type', [...pickable, image]);
export const inputElement = z.discriminatedUnion('type', [
  checkboxes,
  radioButtons,
  datepicker,
  timepicker,
  datetimepicker,
  ...selects,
  plainTextInput,
  numberInput,
  z.strictObject({ type: z.literal('email_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({ type: z.literal('url_text_input'), ...typed, initial_value: z.string().optional() }),
  z.strictObject({
    type: z.literal('rich_text_input'),
    ...typed,
    action_id: actionId,
    initial_value: richTextBlock.optional(),
    min_lines: z.int().min(1).optional(),
    max_lines: z.int().min(1).optional(),
  }),
  z.strictObject({
    type: z.literal('file_input'),
    ...actionable,
    filetypes: items(id, {}).optional(),
    max_files: z.int().min(limits.file_input.max_files.min).max(limits.file_input.max_files.max).optional(),
  }),
]);

const feedback = z.strictObject({
  text: plain(limits.feedback_button.text),
  value: chars(limits.feedback_button.value),
  accessibility_label: chars(limits.feedback_button.accessibility_label).optional(),
});
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    ...actionable,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    ...confirmable,
    icon: z.literal('trash'),
    text: plain(limits.button.text),
    value: chars(limits.button.value).optional(),
    accessibility_label: chars(limits.button.accessibility_label).optional(),
    visible_to_user_ids: items(id, limits.icon_button.visible_to_user_ids).optional(),
  }),
]);

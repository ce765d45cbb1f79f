/** A message as stored, with the names Slack uses. */
export interface Message {
  type: 'message';
  ts: string;
  channel: string;
  text: string;
  user?: string;
  bot_id?: string;
  app_id?: string;
  blocks?: Block[];
  attachments?: unknown[];
  metadata?: unknown;
  files?: unknown[];
  thread_ts?: string;
  edited?: { user: string; ts: string };
  /** Whom alone it is shown to. */
  ephemeralFor?: string;
  /** What people chose in its selects, by user. */
  chosen?: Record<string, StateValues>;
}

/** block_id → action_id → value, as in Slack's `state.values`. */
export type StateValues = Record<string, Record<string, StateValue>>;
export interface StateValue {
  type: string;
  [key: string]: unknown;
}

export interface TextObject {
  type: string;
  text: string;
}
export interface Option {
  text: TextObject;
  value: string;
  description?: TextObject;
}
/** An element as far as the stand-in looks at it. */
export interface Element {
  type: string;
  action_id: string;
  text?: TextObject;
  value?: string;
  options?: Option[];
  option_groups?: { label: TextObject; options: Option[] }[];
  [key: string]: unknown;
}
export interface Block {
  type: string;
  block_id: string;
  element?: Element;
  accessory?: Element;
  elements?: Element[];
  child_blocks?: Block[];
  label?: TextObject;
  optional?: boolean;
  dispatch_action?: boolean;
  [key: string]: unknown;
}

/** A modal or an App Home as stored; what the app gave plus what Slack adds. */
export interface View {
  id: string;
  type: 'modal' | 'home';
  team_id: string;
  app_id: string;
  bot_id: string;
  blocks: Block[];
  private_metadata: string;
  callback_id: string;
  external_id: string;
  hash: string;
  state: { values: StateValues };
  title?: TextObject;
  close?: TextObject | null;
  submit?: TextObject | null;
  clear_on_close?: boolean;
  notify_on_close?: boolean;
  root_view_id: string;
  previous_view_id: string | null;
  [key: string]: unknown;
}

/** A form as Slack sends it back: blocks may be missing, and each value has the form of its element. */
export type FormState = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface Element {
  type?: string;
  value?: string | null;
  selected_option?: { value?: string } | null;
  selected_options?: { value?: string }[];
  selected_user?: string | null;
  selected_channel?: string | null;
  selected_conversation?: string | null;
  selected_users?: string[];
  selected_channels?: string[];
  selected_conversations?: string[];
  selected_date?: string | null;
  files?: { id?: string }[];
}

/** The text of the one input in a block; empty when it was left blank or did not come. */
export function textOf(state: FormState, blockId: string): string {
  const element = Object.values(state[blockId] ?? {})[0] as Element | undefined;
  return (element?.value ?? element?.selected_option?.value ?? element?.selected_user ?? element?.selected_channel ?? element?.selected_conversation ?? '').trim();
}

/** Where a payload is shown. */
export type Surface = 'message' | 'modal' | 'home';

const everywhere: readonly Surface[] = ['message', 'modal', 'home'];
const inMessages: readonly Surface[] = ['message'];
const inModals: readonly Surface[] = ['modal'];

/** Blocks by the surfaces they may be on. Where sources differ, the fewer. */
const blockSurfaces: Readonly<Record<string, readonly Surface[]>> = {
  section: everywhere,
  actions: everywhere,
  context: everywhere,
  header: everywhere,
  divider: everywhere,
  image: everywhere,
  rich_text: everywhere,
  input: everywhere,
  video: everywhere,
  table: inMessages,
  data_table: inMessages,
  data_visualization: inMessages,
  markdown: inMessages,
  alert: inModals,
  card: ['message', 'home'],
  carousel: ['message', 'home'],
  container: inMessages,
  context_actions: inMessages,
  plan: inMessages,
  task_card: inMessages,
};

/** Elements that are not everywhere. */
const elementSurfaces: Readonly<Record<string, readonly Surface[]>> = {
  workflow_button: inMessages,
  feedback_buttons: inMessages,
  icon_button: inMessages,
  datetimepicker: ['message', 'modal'],
  rich_text_input: ['modal', 'home'],
  email_text_input: inModals,
  url_text_input: inModals,
  number_input: inModals,
  file_input: inModals,
};

export const blockMayBeOn = (surface: Surface, type: string): boolean =>
  blockSurfaces[type]?.includes(surface) ?? false;
export const elementMayBeOn = (surface: Surface, type: string): boolean =>
  elementSurfaces[type]?.includes(surface) ?? true;

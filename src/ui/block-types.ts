/** Slack's own types of blocks, for everything outside of `ui` and the Slack adapter. */
export type {
  ActionsBlock,
  Button,
  HomeView,
  InputBlock,
  KnownBlock,
  ModalView,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';

import { CodeIcon, ThreadIcon } from '../shell/icons.tsx';

interface Props {
  readonly onSource: () => void;
  readonly sourceShown: boolean;
  readonly onThread?: (() => void) | undefined;
}

/** What can be done with a message; shown while it is pointed at or has the focus. */
export const MessageTools = ({ onSource, sourceShown, onThread }: Props) => (
  <div className="message-tools">
    {onThread && (
      <button
        type="button"
        className="button-bare"
        aria-label="Reply in thread"
        title="Reply in thread"
        onClick={onThread}
      >
        <ThreadIcon />
      </button>
    )}
    <button
      type="button"
      className="button-bare"
      aria-label="Show message as JSON"
      title="Show message as JSON"
      aria-pressed={sourceShown}
      onClick={onSource}
    >
      <CodeIcon />
    </button>
  </div>
);

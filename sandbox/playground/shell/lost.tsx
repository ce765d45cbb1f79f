import { useConnected } from '../data/change-stream.ts';

/** Says when the sandbox is gone. */
export const Lost = () =>
  useConnected() ? null : (
    <p role="alert" className="lost">
      The sandbox does not answer. Is <code>npm run sandbox</code> still running? The page reconnects automatically.
    </p>
  );

/** Something that the playground shows has changed; it reads the rest itself. */
export interface Change {
  readonly kind: 'message' | 'view' | 'home' | 'wire' | 'clock' | 'fault' | 'people' | 'zones' | 'events';
  readonly team?: string;
  readonly channel?: string;
  readonly user?: string;
  readonly ts?: string;
}

export interface Feed {
  publish(change: Change): void;
  /** Calls back with every change from now on; the answer ends that. */
  subscribe(listener: (change: Change) => void): () => void;
}

export function createFeed(): Feed {
  const listeners = new Set<(change: Change) => void>();
  return {
    publish(change) {
      for (const listener of [...listeners]) listener(change);
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

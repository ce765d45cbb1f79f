/** Those who want to hear of something, as React's useSyncExternalStore takes them. */
export function listeners<Told = void>() {
  const all = new Set<(told: Told) => void>();
  return {
    /** Calls back each time; the answer ends that. */
    listen(listener: (told: Told) => void): () => void {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(told: Told): void {
      for (const listener of all) listener(told);
    },
  };
}

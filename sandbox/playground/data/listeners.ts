/** Listeners in the form that React's useSyncExternalStore takes. */
export function listeners<Value = void>() {
  const all = new Set<(value: Value) => void>();
  return {
    /** Calls back each time; the answer ends that. */
    listen(listener: (value: Value) => void): () => void {
      all.add(listener);
      return () => all.delete(listener);
    },
    tell(value: Value): void {
      for (const listener of all) listener(value);
    },
  };
}

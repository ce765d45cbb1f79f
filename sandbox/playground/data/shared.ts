const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** `next`, with every part that is equal to the same part of `before` taken from there, so that it need not be drawn again. */
export function shared<T>(before: unknown, next: T): T {
  if (Object.is(before, next)) return next;
  if (!isObject(before) || !isObject(next) || Array.isArray(before) !== Array.isArray(next)) return next;
  const keys = Object.keys(next);
  let equal = keys.length === Object.keys(before).length;
  const copy: Record<string, unknown> = Array.isArray(next) ? ([] as never) : {};
  for (const key of keys) {
    copy[key] = shared(before[key], next[key]);
    equal &&= key in before && copy[key] === before[key];
  }
  return (equal ? before : copy) as T;
}

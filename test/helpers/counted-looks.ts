let looks = 0;

/** The same, but whoever looks at its name is counted. */
export function counted<T extends { readonly name: string }>(item: T): T {
  const { name } = item;
  return Object.defineProperty({ ...item }, 'name', {
    enumerable: true,
    get() {
      looks += 1;
      return name;
    },
  });
}

/** How often anybody looked at the name of something `counted` during the work. */
export function looksDuring(work: () => unknown): number {
  looks = 0;
  work();
  return looks;
}

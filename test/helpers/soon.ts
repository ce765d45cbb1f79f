/** Looks until it is so, for what nobody tells of; what takes real time here takes little of it. Never sleeps. */
export async function soon(condition: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + 5000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`It never was so: ${what}.`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

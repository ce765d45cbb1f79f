/**
 * Replaces a CommonJS package in the require cache with a proxy that loads it on first access. Only for packages whose
 * exports are used inside functions.
 */
export function loadLater(require: NodeJS.Require, name: string): void {
  const path = require.resolve(name);
  if (require.cache[path]) return;
  const load = (): object => {
    if (require.cache[path] === standIn) delete require.cache[path];
    return require(path) as object;
  };
  const standIn = {
    id: path,
    filename: path,
    path,
    loaded: true,
    exports: new Proxy(
      {},
      {
        get: (_, key) => Reflect.get(load(), key),
        has: (_, key) => Reflect.has(load(), key),
        ownKeys: () => Reflect.ownKeys(load()),
        getOwnPropertyDescriptor: (_, key) => {
          const descriptor = Reflect.getOwnPropertyDescriptor(load(), key);
          return descriptor && { ...descriptor, configurable: true };
        },
      },
    ),
    children: [],
    paths: [],
    parent: null,
    isPreloading: false,
    require,
  } as unknown as NodeJS.Module;
  require.cache[path] = standIn;
}

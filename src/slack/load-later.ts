/**
 * Whoever requires this CommonJS package from now on gets a stand-in, and the package itself is loaded when something of
 * it is looked at. For packages whose parts are looked at inside functions only.
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
          const found = Reflect.getOwnPropertyDescriptor(load(), key);
          return found && { ...found, configurable: true };
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

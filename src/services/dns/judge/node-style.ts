import type { Lookup, Resolve } from '../../../core/dns/lookup.ts';

/** How mailauth wants to be answered: as by `dns.promises.resolve`. */
// biome-ignore lint/suspicious/noExplicitAny: mailauth declares less than it takes (MX comes as objects)
export type NodeStyle = (name: string, type: string) => Promise<any>;

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** `onUnknown` hears of every question that nobody answered: what mailauth then says is no verdict. */
export const nodeStyle =
  (resolve: Resolve, onUnknown: () => void): NodeStyle =>
  async (name, type) => {
    const found: Lookup = await resolve(name.toLowerCase().replace(/\.$/, ''), type);
    if (found.kind === 'unknown') {
      onUnknown();
      throw failure('ETIMEOUT');
    }
    if (found.kind === 'missing') throw failure(found.exists ? 'ENODATA' : 'ENOTFOUND');
    return found.values.map(({ content = '', priority = 0 }) => {
      if (type === 'TXT') return [content];
      return type === 'MX' ? { exchange: content, priority } : content;
    });
  };

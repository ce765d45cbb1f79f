import type { Lookup, Resolve } from '../../../../domain/dns/model/lookup.ts';

/** The resolver interface of mailauth: like `dns.promises.resolve`. */
// biome-ignore lint/suspicious/noExplicitAny: mailauth declares less than it takes (MX comes as objects)
export type NodeStyle = (name: string, type: string) => Promise<any>;

const failure = (code: string): Error => Object.assign(new Error(code), { code });

/** `onUnknown` is called for every unanswered query: mailauth's result is then unreliable. */
export const nodeStyle =
  (resolve: Resolve, onUnknown: () => void): NodeStyle =>
  async (name, type) => {
    const answer: Lookup = await resolve(name.toLowerCase().replace(/\.$/, ''), type);
    if (answer.kind === 'unknown') {
      onUnknown();
      throw failure('ETIMEOUT');
    }
    if (answer.kind === 'missing') throw failure(answer.exists ? 'ENODATA' : 'ENOTFOUND');
    return answer.values.map(({ content = '', priority = 0 }) => {
      if (type === 'TXT') return [content];
      return type === 'MX' ? { exchange: content, priority } : content;
    });
  };

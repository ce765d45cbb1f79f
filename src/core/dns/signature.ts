const mark = 'lm:';
/** What a zone on Cloudflare's Free plan takes as a comment. */
const longest = 100;

/** The comment of a record that request `id` writes. */
export const signature = (id: string, signedBy: string): string => `${mark}${id} ${signedBy}`.slice(0, longest);

export const isSignature = (comment: string): boolean => comment.startsWith(mark);

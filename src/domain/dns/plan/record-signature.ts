const mark = 'lm:';
/** Comment limit of a zone on Cloudflare's Free plan. */
const longest = 100;

/** The comment of a record that request `id` writes. */
export const signature = (id: string, signedBy: string): string => `${mark}${id} ${signedBy}`.slice(0, longest);

export const isSignature = (comment: string): boolean => comment.startsWith(mark);

import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Whether `header` signs `body` with `secret`. LiteMail's form is not documented, so all of its siblings' are taken:
 * `t=<unix>,v1=<hex of t.body>` within five minutes, `sha256=<hex>`, and plain hex. While a secret is replaced there are
 * several; one that fits is enough.
 */
export function isSigned(header: string | undefined, body: Buffer, secret: string, now: number): boolean {
  if (!header) return false;
  const parts = header.split(/[,\s]+/).map((part) => /^(?:(t|v1|sha256)=)?(.*)$/i.exec(part) ?? []);
  const stamp = parts.find(([, name]) => name?.toLowerCase() === 't')?.[2];
  if (stamp !== undefined && (!/^\d{1,12}$/.test(stamp) || Math.abs(now / 1000 - Number(stamp)) > toleranceSeconds))
    return false;
  const hmac = createHmac('sha256', secret);
  if (stamp !== undefined) hmac.update(`${stamp}.`);
  const right = hmac.update(body).digest('hex');
  const form = stamp === undefined ? undefined : 'v1';
  return parts.some(
    ([, name, signature = '']) => (form === undefined || name?.toLowerCase() === form) && equal(signature, right),
  );
}

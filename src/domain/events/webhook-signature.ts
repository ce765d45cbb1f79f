import { createHmac, timingSafeEqual } from 'node:crypto';

const toleranceSeconds = 300;

const equal = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a.toLowerCase()), Buffer.from(b.toLowerCase())];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * Whether `header` signs `body` with `secret`. LiteMail's form is not documented, so all of its siblings' are taken:
 * `t=<unix>,v1=<hex of t.body>` within five minutes, `sha256=<hex>`, and plain hex.
 */
export function isSigned(header: string | undefined, body: Buffer, secret: string, now: number): boolean {
  if (!header) return false;
  const parts = new Map(header.split(',').map((part) => part.trim().split('=', 2) as [string, string]));
  const stamp = parts.get('t');
  if (stamp !== undefined) {
    if (!/^\d+$/.test(stamp) || Math.abs(now / 1000 - Number(stamp)) > toleranceSeconds) return false;
    return equal(parts.get('v1') ?? '', createHmac('sha256', secret).update(`${stamp}.`).update(body).digest('hex'));
  }
  return equal(header.trim().replace(/^sha256=/i, ''), createHmac('sha256', secret).update(body).digest('hex'));
}

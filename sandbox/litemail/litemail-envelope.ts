import type { Answer } from '../router.ts';
import type { Outcome } from './litemail-context.ts';
import type { LiteMailOptions } from './litemail-options.ts';
import type { Route } from './litemail-route.ts';

/** In a mixed API the newer operations say `success`; the older ones, and the upgrade for sure, say `status`. */
export const formOf = (envelope: LiteMailOptions['envelope'], route: Route | undefined): 'success' | 'status' =>
  envelope === 'mixed' ? (route && !route.onlyInV3 ? 'status' : 'success') : envelope;

export function answered(form: 'success' | 'status', { message, data, status = 200, link }: Outcome): Answer {
  if (form === 'success') return { status, body: { success: true, message, data: data ?? link ?? null } };
  if (link) return { status, body: { message, ...link } };
  return { status, body: { status, message, data: data ?? null } };
}

export const refused = (form: 'success' | 'status', status: number, message: string): Answer => ({
  status,
  body: form === 'success' ? { success: false, message } : { status, message, data: null },
});

import type { Operation } from '../../ports/operation.ts';
import type { Problem } from '../http/api-client.ts';
import { Refusal } from '../http/refusal.ts';
import { cloudflareErrors, codeOfKind } from './cloudflare-errors.ts';

/** What Cloudflare's refusal means for the person. A code that is not in the table is shown with Cloudflare's words. */
export function refusal(op: Operation, status: number, problem: Problem, ray: string | undefined): Refusal {
  const { codes = [], pointer, message } = problem;
  const knownCode = codes.find((code) => Object.hasOwn(cloudflareErrors, code));
  const words = knownCode === undefined ? undefined : cloudflareErrors[knownCode];
  const details = { status, codes, pointer };
  if (words && knownCode !== undefined) {
    const permission = words.kind === 'permission' ? ` "${op.title}" needs ${op.permission}.` : '';
    return new Refusal(codeOfKind[words.kind], `Cloudflare refused: ${words.sentence} (${knownCode}).${permission}`, {
      ...details,
      hint: words.hint,
    });
  }
  const quoted = message ? `: "${message}"` : '';
  const reference = [codes[0] === undefined ? `status ${status}` : `code ${codes[0]}`, ray && `ray ${ray}`];
  const code = status === 404 ? 'not_found' : 'upstream_rejected';
  return new Refusal(code, `Cloudflare refused${quoted} (${reference.filter(Boolean).join(', ')}).`, {
    ...details,
    hint: hintOf(op, status),
  });
}

function hintOf(op: Operation, status: number): string {
  if (status === 401) return 'An admin connects Cloudflare again in `/litemail setup`.';
  if (status === 403)
    return `The token needs ${op.permission} for this zone; make it anew at Cloudflare and give it in \`/litemail setup\`.`;
  if (status === 410) return 'Cloudflare has retired this operation; the app needs an update.';
  return 'Change what it names and try again.';
}

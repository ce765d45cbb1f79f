import type { AuditEntry } from '../../domain/audit/audit-chain.ts';
import type { ApprovalRequest } from '../../engine/approvals/request/request.ts';
import { showHiddenInLine } from '../../lib/text.ts';
import type { View } from '../../ports/notifier.ts';
import { bold, code, context, escapeMrkdwn, limits, person, section, truncate } from '../block-kit.ts';

/** Told with what follows from it, or of no interest to somebody who reads along. */
const silent = new Set(['request.created', 'apply.started', 'request.undone']);

const MAX_TEXT = 250;

/** A detail of the entry, in Slack's form; what it quotes was drawn for people already. */
function detail({ details = {} }: AuditEntry, name: string): string {
  const text = details[name];
  return typeof text === 'string' ? truncate(showHiddenInLine(text.replace(/\s+/g, ' ')), MAX_TEXT) : '';
}

const about = ({ request: id, details }: AuditEntry, request: ApprovalRequest | undefined): string => {
  const title = request ? bold(showHiddenInLine(request.proposal.title)) : code(String(details?.command ?? ''));
  return `${title} (${code(id ?? '')})`;
};

/** A command as typed; buttons, forms and selects have a dot in their names. */
const refusedName = (name: string): string => (name.includes('.') ? name : `/litemail ${name}`);

/** One line of the audit channel; undefined for an entry that is not told there. */
export function auditLine(entry: AuditEntry, request: ApprovalRequest | undefined): string | undefined {
  const { action, actor } = entry;
  if (silent.has(action)) return undefined;
  const who = person(actor);
  const what = about(entry, request);
  const text = escapeMrkdwn(detail(entry, 'text'));
  const reason = escapeMrkdwn(detail(entry, 'reason'));
  const quoted = reason && `: “${reason}”`;
  const spends = request?.proposal.effect === 'spends' ? ':money_with_wings: ' : '';
  const requester = request ? ` for ${person(request.requester)}` : '';
  switch (action) {
    case 'request.approve':
      return request?.require.length === 0
        ? `${who} confirmed ${what}`
        : `${who} approved ${what}${requester}${quoted}`;
    case 'request.deny':
      return request?.require.length === 0 ? `${who} cancelled ${what}` : `${who} denied ${what}${requester}${quoted}`;
    case 'request.withdraw':
      return `${who} withdrew ${what}`;
    case 'request.expired':
      return `Expired: ${what}${requester}`;
    case 'request.refused_try':
      return `:no_entry: ${who} tried to ${detail(entry, 'verb')} ${what} and was refused: ${detail(entry, 'why')}`;
    case 'command.refused':
      return `:no_entry: ${who} was refused ${code(refusedName(detail(entry, 'command')))}: ${detail(entry, 'why')}`;
    case 'run.stopped':
      return `${who} stopped ${what}`;
    case 'apply.applied':
      return `${spends}Done: ${what}${requester}. ${text}`;
    case 'apply.failed':
      return `${spends}:x: Failed: ${what}${requester}. ${text}`;
    case 'apply.refused':
      return `:warning: Not applied: ${what}${requester}. ${text}`;
    case 'apply.found':
      return `${spends}Looked at again: ${what}${requester}. ${text}`;
    case 'request.tampered':
      return `:rotating_light: Request ${code(entry.request ?? '')} was changed in the store by something other than this app. Nothing is done with it.`;
    case 'audit.altered':
      return `:rotating_light: ${text}`;
    case 'settings.secret_changed':
      return `${who} saved a new ${code(detail(entry, 'field'))}`;
    case 'settings.changed_alone':
      return `:warning: ${who} changed this app’s settings alone, as its only admin: ${detail(entry, 'changes')}`;
    case 'settings.option_changed':
      return `${who} switched ${code(detail(entry, 'option'))} ${entry.details?.on === true ? 'on' : 'off'}`;
    default:
      return `${who}: ${code(action)}${entry.request ? ` ${what}` : ''}`;
  }
}

const MAX_LINE = 600;

/** Lines of the audit, folded into one message. */
export function auditView(lines: readonly string[]): View {
  const texts: string[] = [];
  for (const line of lines.map((each) => truncate(each, MAX_LINE))) {
    const joined = `${texts.at(-1)}\n${line}`;
    if (texts.length > 0 && joined.length <= limits.text) texts[texts.length - 1] = joined;
    else texts.push(line);
  }
  const [first = ''] = lines;
  const count = `${lines.length} entries of the audit`;
  return {
    text: lines.length === 1 ? first : `${count}: ${truncate(first, MAX_TEXT)}`,
    blocks: [...texts.map((text) => section(text)), ...(lines.length > 1 ? [context(count)] : [])],
  };
}

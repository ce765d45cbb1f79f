/** Everything a person can read in a message or a view, line by line. */
export function textOf(shown: { text?: unknown; blocks?: unknown; title?: unknown } | undefined): string {
  const lines: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item);
      return;
    }
    if (node === null || typeof node !== 'object') return;
    const it = node as Record<string, unknown>;
    if (it.type === 'rich_text_section' || it.type === 'rich_text_preformatted' || it.type === 'rich_text_quote') {
      const parts = (it.elements as Record<string, string>[]).map((part) =>
        part.type === 'user'
          ? `<@${part.user_id}>`
          : part.type === 'channel'
            ? `<#${part.channel_id}>`
            : (part.text ?? part.url),
      );
      lines.push(parts.join(''));
      return;
    }
    for (const [key, value] of Object.entries(it))
      if (['text', 'caption', 'title'].includes(key) && typeof value === 'string') lines.push(value);
      else visit(value);
  };
  if (shown?.blocks) visit([shown.title, shown.blocks]);
  else lines.push(String(shown?.text ?? ''));
  return lines.join('\n');
}

/** One `name=value` of a DKIM or DMARC record, as written; a word without "=" has no value. */
export interface Tag {
  readonly name: string;
  readonly value?: string;
}

export const readTags = (text: string): Tag[] =>
  text.split(';').flatMap((item): Tag[] => {
    const at = item.indexOf('=');
    const name = item.slice(0, at < 0 ? undefined : at).trim();
    if (at >= 0) return [{ name, value: item.slice(at + 1).trim() }];
    return name === '' ? [] : [{ name }];
  });

/** A duplicate name, which makes the whole record invalid (RFC 6376 §3.2). */
export const repeated = (tags: readonly Tag[]): string | undefined =>
  tags.find(({ name }, index) => tags.findIndex((tag) => tag.name === name) < index)?.name;

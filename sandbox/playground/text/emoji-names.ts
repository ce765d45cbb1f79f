import shortcodes from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' };

/** A lone sign such as the gear is a letter by default; the selector after it asks for its picture. */
const pictured = (sign: string): string => (/^\P{Emoji_Presentation}$/u.test(sign) ? `${sign}\uFE0F` : sign);

/** Slack's shortcodes, which are those of its emoji-data (github.com/iamcal/emoji-data), with their pictures. */
export const emojiByName: ReadonlyMap<string, string> = new Map(
  Object.entries(shortcodes).flatMap(([points, names]) => {
    const sign = String.fromCodePoint(...points.split('-').map((point) => Number.parseInt(point, 16)));
    return [names].flat().map((name) => [name, pictured(sign)] as const);
  }),
);

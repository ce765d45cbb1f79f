/** What people type before every command. */
export const commandPrefix = '/litemail';

/** A command as it is typed, in code style; without words the prefix alone. */
export const typed = (words = ''): string => `\`${[commandPrefix, words].filter(Boolean).join(' ')}\``;

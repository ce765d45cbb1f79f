/** What people type before every command. */
export const commandPrefix = '/litemail';

/** A command as it is typed, in code style; without words the prefix alone. */
export const typed = (words = ''): string => `\`${[commandPrefix, words].filter(Boolean).join(' ')}\``;

/** Upper-cases the first letter, unless the text starts with a domain or an address. */
export const capitalize = (text: string): string =>
  /^\S*[.@_][^\s.]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

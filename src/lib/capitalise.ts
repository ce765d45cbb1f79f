/** Upper-cases the first letter, unless the text starts with a domain or an address. */
export const capitalize = (text: string): string =>
  /^\S*[.@_][^\s.]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

/** As a sentence begins; a domain or an address at its beginning stays as it is written. */
export const capitalise = (text: string): string =>
  /^\S*[.@_][^\s.]/.test(text) ? text : text.charAt(0).toUpperCase() + text.slice(1);

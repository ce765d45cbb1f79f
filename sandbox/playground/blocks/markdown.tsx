import { marked, type Token, type Tokens } from 'marked';
import { type ReactNode, useMemo } from 'react';
import { Link } from '../text/inline.tsx';
import { Plain } from '../text/mrkdwn.tsx';
import { Preformatted } from './preformatted.tsx';

const all = (tokens: readonly Token[] | undefined): ReactNode[] =>
  // biome-ignore lint/suspicious/noArrayIndexKey: tokens have no other name and never move
  (tokens ?? []).map((token, index) => <TokenView key={index} token={token} />);

const inside = (token: Token): ReactNode =>
  'tokens' in token && token.tokens ? all(token.tokens) : <Plain text={(token as { text?: string }).text ?? ''} />;

const MarkdownTable = ({ header, rows }: Tokens.Table) => (
  <div className="table-frame">
    <table className="table">
      <thead>
        <tr>
          {header.map((cell, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
            <th key={index} scope="col">
              {all(cell.tokens)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are known by their place
          <tr key={at}>
            {row.map((cell, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are known by their place
              <td key={index}>{all(cell.tokens)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function MarkdownList({ ordered, items }: Tokens.List) {
  const Tag = ordered ? 'ol' : 'ul';
  return (
    <Tag className="rich-list">
      {items.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: list items have no other name
        <li key={index}>{all(item.tokens)}</li>
      ))}
    </Tag>
  );
}

function TokenView({ token }: { readonly token: Token }): ReactNode {
  switch (token.type) {
    case 'heading':
      return <p className="markdown-heading">{inside(token)}</p>;
    case 'paragraph':
      return <p>{inside(token)}</p>;
    case 'strong':
      return <strong>{inside(token)}</strong>;
    case 'em':
      return <em>{inside(token)}</em>;
    case 'del':
      return <s>{inside(token)}</s>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'code':
      return <Preformatted text={(token as Tokens.Code).text} language={(token as Tokens.Code).lang} />;
    case 'blockquote':
      return <blockquote>{inside(token)}</blockquote>;
    case 'link':
      return <Link url={(token as Tokens.Link).href}>{inside(token)}</Link>;
    case 'list':
      return <MarkdownList {...(token as Tokens.List)} />;
    case 'table':
      return <MarkdownTable {...(token as Tokens.Table)} />;
    case 'hr':
      return <hr className="block-divider" />;
    case 'br':
      return <br />;
    case 'space':
      return null;
    default:
      return inside(token);
  }
}

/** Standard Markdown; HTML in it stays text. */
export function MarkdownBlock({ text }: { readonly text: string }) {
  const tokens = useMemo(() => marked.lexer(text), [text]);
  return <div className="markdown">{all(tokens)}</div>;
}

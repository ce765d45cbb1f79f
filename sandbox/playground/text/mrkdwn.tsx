import { memo, type ReactNode } from 'react';
import type { TextObject } from '../data/page-shapes.ts';
import { Emoji, Link, Moment } from './inline.tsx';
import { Broadcast, ChannelMention, UsergroupMention, UserMention } from './mention.tsx';
import { type Piece, parseMrkdwn } from './parse-mrkdwn.ts';

const listed = (pieces: readonly Piece[]): ReactNode[] =>
  // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name and never move
  pieces.map((piece, index) => <PieceView key={index} piece={piece} />);

function PieceView({ piece }: { readonly piece: Piece }): ReactNode {
  switch (piece.kind) {
    case 'text':
      return piece.text;
    case 'break':
      return <br />;
    case 'code':
      return <code>{piece.text}</code>;
    case 'pre':
      return <pre>{piece.text}</pre>;
    case 'bold':
      return <strong>{listed(piece.pieces)}</strong>;
    case 'italic':
      return <em>{listed(piece.pieces)}</em>;
    case 'strike':
      return <s>{listed(piece.pieces)}</s>;
    case 'quote':
      return <blockquote>{listed(piece.pieces)}</blockquote>;
    case 'emoji':
      return <Emoji name={piece.name} />;
    case 'link':
      return <Link url={piece.url}>{piece.label}</Link>;
    case 'user':
      return <UserMention id={piece.id} label={piece.label} />;
    case 'channel':
      return <ChannelMention id={piece.id} label={piece.label} />;
    case 'usergroup':
      return <UsergroupMention id={piece.id} label={piece.label} />;
    case 'broadcast':
      return <Broadcast range={piece.range} />;
    case 'date':
      return <Moment {...piece} />;
  }
}

/** Slack's mrkdwn, drawn. */
export const Mrkdwn = memo(({ text }: { readonly text: string }) => <>{listed(parseMrkdwn(text))}</>);

const shortcodes = (text: string): ReactNode[] =>
  text
    .split(/:([a-z0-9_+-]+):/)
    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name and never move
    .map((part, index) => (index % 2 === 1 ? <Emoji key={index} name={part} /> : part));

/** Plain text; shortcodes are pictures unless the app says otherwise. */
const Plain = ({ text, emoji = true }: { readonly text: string; readonly emoji?: boolean }) => (
  <>{emoji ? shortcodes(text) : text}</>
);

/** A text object of either kind. */
export function Text({ of }: { readonly of: TextObject }) {
  if (of.type === 'mrkdwn') return <Mrkdwn text={of.text} />;
  return <Plain text={of.text} emoji={(of as { emoji?: boolean }).emoji !== false} />;
}

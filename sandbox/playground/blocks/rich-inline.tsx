import type { ReactNode } from 'react';
import { Emoji, Link, Moment } from '../text/inline.tsx';
import { Broadcast, ChannelMention, UsergroupMention, UserMention } from '../text/mention.tsx';

export interface RichInline {
  readonly type: string;
  readonly text?: string;
  readonly url?: string;
  readonly name?: string;
  readonly unicode?: string;
  readonly range?: string;
  readonly value?: string;
  readonly user_id?: string;
  readonly channel_id?: string;
  readonly usergroup_id?: string;
  readonly timestamp?: number;
  readonly format?: string;
  readonly fallback?: string;
  readonly style?: { readonly [style: string]: boolean };
}

function lined(text: string): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name
  return text.split('\n').flatMap((line, index) => (index === 0 ? [line] : [<br key={index} />, line]));
}

function styled({ style = {} }: RichInline, children: ReactNode): ReactNode {
  let shown = children;
  if (style.code) shown = <code>{shown}</code>;
  if (style.bold) shown = <strong>{shown}</strong>;
  if (style.italic) shown = <em>{shown}</em>;
  if (style.strike) shown = <s>{shown}</s>;
  if (style.underline) shown = <u>{shown}</u>;
  return shown;
}

function content(of: RichInline): ReactNode {
  switch (of.type) {
    case 'text':
      return lined(of.text ?? '');
    case 'link':
      return <Link url={of.url ?? ''}>{of.text ?? of.url}</Link>;
    case 'emoji':
      return <Emoji name={of.name ?? ''} unicode={of.unicode} />;
    case 'user':
      return <UserMention id={of.user_id ?? ''} />;
    case 'channel':
      return <ChannelMention id={of.channel_id ?? ''} />;
    case 'usergroup':
      return <UsergroupMention id={of.usergroup_id ?? ''} />;
    case 'broadcast':
      return <Broadcast range={of.range ?? 'here'} />;
    case 'date':
      return <Moment at={(of.timestamp ?? 0) * 1000} format={of.format ?? ''} fallback={of.fallback ?? ''} />;
    default:
      return of.value ?? of.text ?? '';
  }
}

export const RichInlines = ({ elements }: { readonly elements: readonly RichInline[] }) =>
  elements.map((element, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: these have no other name and never move
    <span key={index}>{styled(element, content(element))}</span>
  ));

import { Component, type ReactNode } from 'react';
import type { Block } from '../data/page-shapes.ts';
import { AsWords } from './as-words.tsx';
import { BlockView } from './block.tsx';

/** One block that cannot be drawn does not take the others with it. */
class Boundary extends Component<{ readonly block: Block; readonly children: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError = () => ({ broken: true });
  override componentDidUpdate({ block }: { block: Block }) {
    if (block !== this.props.block && this.state.broken) this.setState({ broken: false });
  }
  override render() {
    return this.state.broken ? <AsWords part={this.props.block} /> : this.props.children;
  }
}

export const BlockList = ({ blocks }: { readonly blocks: readonly Block[] }) => (
  <div className="blocks">
    {blocks.map((block) => (
      <Boundary key={`${block.block_id} ${block.type}`} block={block}>
        <BlockView block={block} />
      </Boundary>
    ))}
  </div>
);

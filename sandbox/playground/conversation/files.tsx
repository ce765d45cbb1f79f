import { useState } from 'react';
import { read } from '../data/control.ts';
import { useDirectory } from '../data/directory.tsx';
import { FileIcon } from '../shell/icons.tsx';
import { useNotice } from './notices.tsx';

interface File {
  readonly id: string;
  readonly name: string;
  readonly size?: number;
  readonly pretty_type?: string;
}

function FileView({ file }: { readonly file: File }) {
  const { team } = useDirectory();
  const notice = useNotice();
  const [content, setContent] = useState<string>();
  const open = () =>
    content === undefined
      ? read<{ content: string }>({ read: 'file', file: file.id, team: team.id })
          .then((answer) => setContent(answer.content))
          .catch((error: Error) => notice(error.message))
      : setContent(undefined);
  return (
    <div className="message-file">
      <button type="button" className="file" aria-expanded={content !== undefined} onClick={() => void open()}>
        <FileIcon /> {file.name} <span className="soft">{file.pretty_type}</span>
      </button>
      {content !== undefined && <pre className="file-content">{content}</pre>}
    </div>
  );
}

/** Files under a message; pressing one shows what is in it. */
export const Files = ({ files = [] }: { readonly files?: readonly unknown[] | undefined }) =>
  (files as readonly File[]).map((file) => <FileView key={file.id} file={file} />);

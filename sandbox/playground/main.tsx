import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { listen } from './data/change-stream.ts';

listen();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { listen } from './data/live.ts';

listen();
const root = document.getElementById('root');
if (root) createRoot(root).render(<App />);

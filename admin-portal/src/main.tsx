import { createRoot } from 'react-dom/client';
import { Application } from './application.tsx';
import './styles.css';
import { startWords } from './words/i18n.ts';

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
await startWords();
createRoot(root).render(<Application />);

import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import './styles/tokens.css';
import './styles/base.css';
import './words/i18n.ts';
import { App } from './app.tsx';
import { connectToService } from './connection/browser-connection.ts';
import { ErrorBoundary } from './frame/error-boundary.tsx';
import { closeBrowserGestures } from './frame/gestures.ts';

const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root element');

closeBrowserGestures(document);
const connection = connectToService();
createRoot(root).render(
  <StrictMode>
    <ErrorBoundary>
      <App connection={connection} />
    </ErrorBoundary>
  </StrictMode>,
);

// The names of two hundred font files are a third of the whole page: the first screen is drawn without them.
void import('./styles/fonts.ts');

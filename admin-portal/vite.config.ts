import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Served by the server under `/admin/`; in development `/admin/v1` is passed on to a running server. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/admin/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    // The page may run under a policy without `data:`, and inline scripts are never allowed.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 800,
  },
  server: { proxy: { '/admin/v1': 'http://127.0.0.1:7300' } },
});

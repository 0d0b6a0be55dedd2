import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { isOfficeOnly } from './src/ui/words/office-codes.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The bundled fonts also name `.woff` files for browsers of before 2016; shipping them would double the build. */
const onlyWoff2: Plugin = {
  name: 'only-woff2',
  enforce: 'pre',
  transform(code, id) {
    if (!/@fontsource\/.*\.css$/.test(id)) return null;
    return code.replaceAll(/,\s*url\([^)]*\.woff\)\s*format\('woff'\)/g, '');
  },
};

/** What staff read of a failure is the portal's: an owner's screen carries only the words for owners. */
const ownerWordsOnly = (isShown: (code: string) => boolean): Plugin => ({
  name: 'owner-words-only',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/locales\/[^/]+\/failures\.json$/.test(id)) return null;
    const failures = Object.entries(JSON.parse(code) as Record<string, { readonly owner: object }>);
    const shown = failures.filter(([name]) => isShown(name));
    return JSON.stringify(Object.fromEntries(shown.map(([name, { owner }]) => [name, { owner }])));
  },
});

/**
 * `vite build` makes the pages the kiosk service serves. `--mode gallery` builds the picture book of all screens
 * instead, into a folder of its own, so that no shipped kiosk can reach it.
 */
export default defineConfig(({ mode }) => ({
  root: here('src/ui'),
  base: './',
  plugins: [onlyWoff2, ownerWordsOnly((code) => mode === 'gallery' || !isOfficeOnly(code)), react()],
  build: {
    outDir: mode === 'gallery' ? here('../var/gallery') : here('dist'),
    emptyOutDir: true,
    // The content security policy admits fonts and images as files of our own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: here(mode === 'gallery' ? 'src/ui/gallery.html' : 'src/ui/index.html') },
  },
}));

import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

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

/**
 * `vite build` makes the pages the kiosk service serves. `--mode gallery` builds the picture book of all screens
 * instead, into a folder of its own, so that no shipped kiosk can reach it.
 */
export default defineConfig(({ mode }) => ({
  root: here('src/ui'),
  base: './',
  plugins: [onlyWoff2, react()],
  build: {
    outDir: mode === 'gallery' ? here('../var/gallery') : here('dist'),
    emptyOutDir: true,
    // The content security policy admits fonts and images as files of our own origin only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: { input: here(mode === 'gallery' ? 'src/ui/gallery.html' : 'src/ui/index.html') },
  },
}));

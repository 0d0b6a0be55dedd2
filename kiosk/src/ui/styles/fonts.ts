/** One file per unicode range; the browser fetches the few that the words on screen need. */
import '@fontsource/noto-sans-sc/500.css';
import '@fontsource/noto-sans-sc/700.css';

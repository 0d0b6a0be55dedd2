/** Long-press menus, text selection and dragging lead out of a kiosk or confuse; none of them is used here. */
export function closeBrowserGestures(page: Document): void {
  for (const gesture of ['contextmenu', 'selectstart', 'dragstart', 'drop', 'dragover']) {
    page.addEventListener(gesture, (event) => event.preventDefault());
  }
}

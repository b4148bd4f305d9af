/** A ref for the one field that a page or window is opened for: it gets the focus when it appears. */
export function takeFocus(element: HTMLElement | null): void {
  element?.focus();
}

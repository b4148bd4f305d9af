/** To be drawn. */
export function LogPage() {
  return null;
}

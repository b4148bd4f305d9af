/** To be drawn. */
export function ConnectorsPage() {
  return null;
}

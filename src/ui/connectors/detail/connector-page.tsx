/** To be drawn. */
export function ConnectorPage() {
  return null;
}

/** To be drawn. */
export function NewConnectorPage() {
  return null;
}

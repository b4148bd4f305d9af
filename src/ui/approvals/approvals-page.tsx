/** To be drawn. */
export function ApprovalsPage() {
  return null;
}

/** "0.4 s", "12 s", "3 min 5 s". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.max(1, Math.round(milliseconds))} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

/** "812 B", "4.1 kB", "2.0 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** A moment as people say it: the time today, the date before. */
export function formatMoment(iso: string, now: Date = new Date()): string {
  const moment = new Date(iso);
  const time = moment.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (moment.toDateString() === now.toDateString()) return time;
  const sameYear = moment.getFullYear() === now.getFullYear();
  return `${moment.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: sameYear ? undefined : 'numeric' })}, ${time}`;
}

/** A moment to the second, with the day: for logs. */
export function formatInstant(iso: string, now: Date = new Date()): string {
  const moment = new Date(iso);
  const year = moment.getFullYear() === now.getFullYear() ? undefined : ('numeric' as const);
  const day = moment.toLocaleDateString('en-GB', { day: '2-digit', month: 'short', year });
  return `${day} ${moment.toLocaleTimeString('en-GB')}`;
}

/** The heading a conversation falls under. */
export function dayGroup(iso: string, now: Date = new Date()): string {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const moment = new Date(iso).getTime();
  const day = 86_400_000;
  if (moment >= midnight) return 'Today';
  if (moment >= midnight - day) return 'Yesterday';
  if (moment >= midnight - 7 * day) return 'Last 7 days';
  if (moment >= midnight - 30 * day) return 'Last 30 days';
  return new Date(iso).toLocaleDateString('en-GB', { month: 'long', year: 'numeric' });
}

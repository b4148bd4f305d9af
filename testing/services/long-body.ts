/** A body that is never there at once: made as it is read, and counted. */
export type LongBody = {
  readonly bytes: number;
  /** How much of it was read, each time it was opened. */
  readonly sent: number;
  open(): ReadableStream<Uint8Array>;
};

/** 200 MB: of text, line by line, or of nothing but zeros. */
export function longBody(of: 'text' | 'zeros' = 'text', bytes = 200_000_000): LongBody {
  const piece =
    of === 'text' ? Buffer.from('2026-01-05T10:00:00Z the lens drifts by 2 µm — Größe 日本 🎉\n'.repeat(1000)) : Buffer.alloc(65_536);
  let sent = 0;
  return {
    bytes,
    get sent() {
      return sent;
    },
    open: () => {
      let left = bytes;
      return new ReadableStream({
        pull: (controller) => {
          const part = new Uint8Array(piece.subarray(0, Math.min(left, piece.length)));
          left -= part.length;
          sent += part.length;
          if (part.length > 0) controller.enqueue(part);
          if (left === 0) controller.close();
        },
      });
    },
  };
}

/** By how many MB the memory of this process grows while something runs again and again; the first time does not count. */
export async function growthOf(run: () => Promise<unknown>, rounds = 6): Promise<number> {
  await run();
  const before = process.memoryUsage().rss;
  let highest = before;
  for (let round = 0; round < rounds; round += 1) {
    await run();
    highest = Math.max(highest, process.memoryUsage().rss);
  }
  return (highest - before) / 1_000_000;
}

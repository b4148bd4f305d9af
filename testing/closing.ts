/** Keeps what a test starts, to be closed after it: `afterEach(closing.all)`. The last that was started is closed first. */
export function createClosing() {
  const things: { close(): unknown }[] = [];
  return {
    keep: <T extends { close(): unknown }>(thing: T): T => {
      things.push(thing);
      return thing;
    },
    all: async () => {
      for (const thing of things.splice(0).toReversed()) await thing.close();
    },
  };
}

/** Hands values from whoever pushes to the one who reads, in order, without making either wait. */
export type EventQueue<Value> = {
  push(value: Value): void;
  end(): void;
  readonly values: AsyncIterable<Value>;
};

export function createEventQueue<Value>(): EventQueue<Value> {
  const waiting: Value[] = [];
  let ended = false;
  let wake = () => {};
  return {
    push: (value) => {
      waiting.push(value);
      wake();
    },
    end: () => {
      ended = true;
      wake();
    },
    values: (async function* () {
      for (;;) {
        while (waiting.length > 0) yield waiting.shift() as Value; // not empty: just looked
        if (ended) return;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    })(),
  };
}

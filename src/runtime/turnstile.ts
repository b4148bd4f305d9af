/** A place to run in. Leaving lets the next waiting one in. */
export type Place = { leave(): void };

export type Turnstile = {
  /** Enters at once, waits for a place, or answers `full` or `aborted`. */
  enter(
    key: string,
    bounds: { readonly places: number; readonly waiting: number; readonly signal: AbortSignal },
  ): Promise<Place | 'full' | 'aborted'>;
};

/** Bounds how many run at once per key; those who wait are let in in the order they came. */
export function createTurnstile(): Turnstile {
  const gates = new Map<string, { inside: number; waiting: (() => void)[] }>();
  return {
    enter: async (key, { places, waiting, signal }) => {
      if (signal.aborted) return 'aborted';
      const gate = gates.get(key) ?? { inside: 0, waiting: [] };
      gates.set(key, gate);
      if (gate.inside >= places) {
        if (gate.waiting.length >= waiting) return 'full';
        const admitted = await waitInLine(gate.waiting, signal);
        if (!admitted) return 'aborted';
      } else {
        gate.inside += 1;
      }
      let left = false;
      return {
        leave: () => {
          if (left) return;
          left = true;
          const next = gate.waiting.shift();
          // The place passes on directly, so nobody can slip in between.
          if (next !== undefined) return next();
          gate.inside -= 1;
          if (gate.inside === 0) gates.delete(key);
        },
      };
    },
  };
}

function waitInLine(line: (() => void)[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const admit = () => {
      signal.removeEventListener('abort', abandon);
      resolve(true);
    };
    const abandon = () => {
      line.splice(line.indexOf(admit), 1);
      resolve(false);
    };
    line.push(admit);
    signal.addEventListener('abort', abandon, { once: true });
  });
}

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { type Figure, median } from '../figures.ts';

const runs = 7;
type Step = { readonly milliseconds: number; readonly megabytes: number };

/** In a process of its own, as at a start: the list of connectors after the kit that the program has anyway, then all that is behind it. */
const program = `
  const { createBuiltins } = await import('./src/connector-kit/index.ts');
  const timed = async (work) => {
    globalThis.gc();
    const [before, began] = [process.memoryUsage().rss, performance.now()];
    const result = await work();
    const milliseconds = performance.now() - began;
    globalThis.gc();
    return { result, step: { milliseconds, megabytes: (process.memoryUsage().rss - before) / 2 ** 20 } };
  };
  const listed = await timed(async () => createBuiltins((await import('./src/connectors/index.ts')).connectors));
  const loaded = await timed(() => listed.result.all());
  process.stdout.write(JSON.stringify([listed.step, loaded.step]));
`;

export function measureStartUp(): { readonly figures: readonly Figure[]; readonly everything: string } {
  const measured = Array.from({ length: runs }, () => {
    const options = { cwd: join(import.meta.dirname, '..', '..'), encoding: 'utf8' } as const;
    const printed = execFileSync(process.execPath, ['--expose-gc', '--input-type=module', '-e', program], options);
    // The program above prints just this.
    return JSON.parse(printed) as readonly [Step, Step];
  });
  const middle = (step: 0 | 1, unit: keyof Step) => median(measured.map((run) => run[step][unit]));
  return {
    everything: `${Math.round(middle(1, 'milliseconds'))} ms, ${Math.round(middle(1, 'megabytes'))} MB`,
    figures: [
      { name: 'all connectors at start-up: time', value: middle(0, 'milliseconds'), unit: 'ms', limit: 60 },
      { name: 'all connectors at start-up: memory', value: Math.max(0, middle(0, 'megabytes')), unit: 'MB', limit: 15 },
    ],
  };
}

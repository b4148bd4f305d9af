import type { CommandSurroundings } from './surroundings.ts';

const width = 24;
const eraseLine = '\r\u001b[2K';

/** A progress bar on the last line of the terminal; says nothing where there is no terminal. */
export function createProgressLine({ terminal, writeError }: Pick<CommandSurroundings, 'terminal' | 'writeError'>): {
  show(label: string, percent: number): void;
  clear(): void;
} {
  if (!terminal) return { show: () => undefined, clear: () => undefined };
  return {
    show: (label, percent) => {
      const filled = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width);
      writeError(
        `${eraseLine}${'█'.repeat(filled)}${'░'.repeat(width - filled)} ${String(Math.floor(percent)).padStart(3)} %  ${label.slice(-80)}`,
      );
    },
    clear: () => writeError(eraseLine),
  };
}

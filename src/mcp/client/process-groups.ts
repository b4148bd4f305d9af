import type { ChildProcess } from 'node:child_process';

/** The children that run, each the leader of a process group, so that none outlives this process. */
export type ProcessGroups = {
  readonly size: number;
  add(child: ChildProcess): void;
  /** Forgets the child and kills what is left of its group. */
  remove(child: ChildProcess): void;
  signal(child: ChildProcess, signal: NodeJS.Signals): void;
  /** Kills all groups at once and stops watching this process's exit. */
  dispose(): void;
};

/** Watches this process's exit: whatever ends it in an orderly way ends its children too. */
export function createProcessGroups(): ProcessGroups {
  const children = new Set<ChildProcess>();
  const killAll = () => {
    for (const child of children) signalGroup(child, 'SIGKILL');
  };
  process.on('exit', killAll);
  return {
    get size() {
      return children.size;
    },
    add: (child) => {
      children.add(child);
    },
    remove: (child) => {
      if (children.delete(child)) signalGroup(child, 'SIGKILL');
    },
    signal: signalGroup,
    dispose: () => {
      killAll();
      process.off('exit', killAll);
    },
  };
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    // A negative id names the group (POSIX kill(2)); Windows has none.
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // ESRCH: the group is gone, which is what was wanted.
  }
}

import { measureCallLeaving } from './call-leaving.ts';
import { measureFirstLoad } from './first-load.ts';
import { printFigures } from './figures.ts';
import { measureRuntimeOverhead } from './runtime-overhead.ts';
import { measureServerStart } from './server-start.ts';

// One after the other: they share two cores with whatever else runs here.
const figures = [...(await measureServerStart()), await measureRuntimeOverhead(), await measureCallLeaving(), measureFirstLoad()];
process.stdout.write(`${printFigures(figures)}\n`);

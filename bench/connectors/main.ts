import { printFigures } from '../figures.ts';
import { measureOverhead } from './overhead.ts';
import { measureStartUp } from './start-up.ts';

/** What connectors cost: at the start of the program, and around each call beyond what the service itself takes. */
const startUp = measureStartUp();
process.stdout.write(`All of them loaded, when somebody first opens the directory: ${startUp.everything}\n`);
process.stdout.write(`${printFigures([...startUp.figures, ...(await measureOverhead())])}\n`);
process.exit();

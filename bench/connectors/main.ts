import { printFigures } from '../figures.ts';
import { measureFileSearch } from './file-search.ts';
import { measureOverhead } from './overhead.ts';
import { measureStartUp } from './start-up.ts';

/** What connectors cost: at the start of the program, around each call beyond what the service itself takes, and in files. */
const startUp = measureStartUp();
process.stdout.write(`All of them loaded, when somebody first opens the directory: ${startUp.everything}\n`);
const search = await measureFileSearch();
process.stdout.write(`${search.beside}\n`);
process.stdout.write(`${printFigures([...startUp.figures, ...search.figures, ...(await measureOverhead())])}\n`);
process.exit();

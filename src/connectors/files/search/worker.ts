// Not through the kit's index: a thread that searches needs nothing else of it, and starts sooner without.
import { serveTasks } from '../../../connector-kit/serve-tasks.ts';
import { searchFiles } from './search.ts';
import type { SearchTask } from './task.ts';

serveTasks((task: SearchTask) => searchFiles(task));

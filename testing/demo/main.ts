import { startDemo } from './start-demo.ts';

/** `npm run demo`: Patchbay with every connector that can be tried without an account; Ctrl-C ends it and forgets all of it. */
const demo = await startDemo({ port: process.env['PATCHBAY_PORT'] ?? '3900' });
for (const line of demo.lines) process.stdout.write(`${line}\n`);
const end = () => void demo.close().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);

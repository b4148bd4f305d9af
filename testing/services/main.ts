import { stringify } from 'yaml';
import { startAll } from './start-all.ts';

/** `npm run services`: starts every double and prints what patchbay.yaml needs to use them; Ctrl-C ends them. */
const port = process.env['PATCHBAY_PORT'] ?? '3900';
const services = await startAll({ redirectUri: `http://127.0.0.1:${port}/connector_platform_oauth_redirect` });
process.stdout.write(`${stringify(services.configuration)}\n`);
for (const line of services.lines) process.stdout.write(`# ${line}\n`);
const end = () => void services.close().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);

import box from '../../../src/connectors/box/connector.ts';
import { startJudgedBox } from '../judged.ts';
import { type RunningService, type ServiceOptions, type ServiceRow, troubleAt } from '../service.ts';
import { startBox } from './box.ts';
import { people } from './company.ts';
import { boxClient } from './sign-in.ts';

export const boxService: ServiceRow = { name: 'Box', start };

async function start({ redirectUri, judged = false }: ServiceOptions): Promise<RunningService> {
  const service = await startBox({ redirectUri });
  const judge = judged ? await startJudgedBox(service) : null;
  return {
    connectors: [
      {
        builtin: box.id,
        name: box.name,
        addresses: {
          baseUrl: `${(judge ?? service).url}/2.0`,
          otherOrigins: [(judge ?? service).uploadUrl],
          authorizationUrl: `${service.url}/api/oauth2/authorize`,
          tokenUrl: `${service.url}/oauth2/token`,
          revocationUrl: `${service.url}/oauth2/revoke`,
        },
      },
    ],
    client: boxClient,
    people: people.map(({ login }) => login),
    trouble: troubleAt(service.gate),
    ...(judge === null ? {} : { judgement: judge.judgement }),
    close: async () => {
      await judge?.close();
      await service.close();
    },
  };
}

import { type Calendar, momentOf } from './calendar.ts';
import { type Company, type Person, personOf } from './company.ts';

/** The planted attacks: all that the tables must agree on, and all that `docs/sample-data.md` tells. */
export type Attacks = {
  readonly spray: {
    readonly addresses: readonly [string, string, string];
    readonly from: number;
    readonly victim: Person;
    readonly success: number;
    readonly ruleMade: number;
    readonly ruleName: string;
    readonly forwardTo: string;
  };
  readonly travel: {
    readonly person: Person;
    readonly usual: number;
    readonly far: number;
    readonly address: string;
    readonly city: string;
    readonly country: string;
  };
  readonly beacon: {
    readonly person: Person;
    readonly opened: number;
    readonly address: string;
    readonly host: string;
    readonly seconds: number;
    readonly process: string;
    readonly sha256: string;
    readonly document: string;
  };
  readonly consent: {
    readonly person: Person;
    readonly at: number;
    readonly app: string;
    readonly appId: string;
    readonly servicePrincipalId: string;
    readonly scopes: string;
    readonly address: string;
    readonly url: string;
  };
};

/** Where and when the attacks happen in a company's month. */
export function plantAttacks(company: Company, calendar: Calendar): Attacks {
  const at = (day: number, time: string) => momentOf(calendar, day, time);
  return {
    spray: {
      addresses: ['203.0.113.77', '203.0.113.78', '203.0.113.81'],
      from: at(24, '02:10'),
      victim: personOf(company, 'mira.tanaka'),
      success: at(24, '02:47:12'),
      ruleMade: at(24, '02:58:40'),
      ruleName: '..',
      forwardTo: 'm.tanaka.archive@mailbox.example',
    },
    travel: {
      person: personOf(company, 'jonas.berg'),
      usual: at(26, '09:05:21'),
      far: at(26, '09:41:48'),
      address: '198.51.100.23',
      city: 'Sao Paulo',
      country: 'BR',
    },
    beacon: {
      person: personOf(company, 'femke.mulder'),
      opened: at(20, '14:22:07'),
      address: '198.51.100.146',
      host: 'cdn-metrics-sync.example',
      seconds: 300,
      process: 'updater32.exe',
      sha256: '9f2c4e1b7a5d38604c1e9b7f2a6d5083e4b1c7f09a8d6253b4e7f1c2d3a40598',
      document: 'Invoice_48213.docm',
    },
    consent: {
      person: personOf(company, 'elif.arslan'),
      at: at(25, '11:32:54'),
      app: 'Mail Backup Pro',
      appId: '7d3e0c52-41aa-4b8e-9c55-0f6f2f1b9a10',
      servicePrincipalId: 'b1f0a6de-5a0c-4f2e-8a77-64d21c0f93e4',
      scopes: 'Mail.Read Mail.ReadWrite offline_access User.Read',
      address: '203.0.113.201',
      url: 'https://mailbackup-pro.example/connect',
    },
  };
}

import { iso, workingHours } from './calendar.ts';
import type { Office, Person } from './company.ts';
import { createRandom, type Random } from './random.ts';
import type { SampleRow, World } from './world.ts';

const apps = [
  [{ name: 'Office 365 Exchange Online', id: '00000002-0000-0ff1-ce00-000000000000' }, 5],
  [{ name: 'Microsoft Teams', id: '1fec8e78-bce4-4aaf-ab1b-5451cc387264' }, 4],
  [{ name: 'SharePoint Online', id: '00000003-0000-0ff1-ce00-000000000000' }, 3],
  [{ name: 'Halden ERP', id: '6a1c2f5e-9c0d-4e7b-8f21-3d5b7a9c1e04' }, 2],
  [{ name: 'Azure Portal', id: 'c44b4083-3bb0-49c1-b47d-974e53cbdf3c' }, 0.3],
] as const;
type App = (typeof apps)[number][0];

/** Result codes of Entra ID that people run into, with how they are worded here. */
const failures = [
  [{ code: '50126', text: 'The password was not right.' }, 6],
  [{ code: '50074', text: 'A second factor was asked for and not given.' }, 3],
  [{ code: '50140', text: 'The person was asked whether to stay signed in.' }, 1],
] as const;

type Place = { readonly city: string; readonly country: string; readonly latitude: number; readonly longitude: number };
export type SignIn = {
  readonly at: number;
  readonly person: Person;
  readonly address: string;
  readonly place: Place;
  readonly app: App;
  readonly result: { readonly code: string; readonly text: string };
  readonly agent: string;
  readonly managed: boolean;
  readonly client: string;
  readonly risk?: { readonly level: string; readonly event: string };
};

const success = { code: '0', text: '' };
const browser = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36';
const farAway: Place = { city: 'Bucharest', country: 'RO', latitude: 44.43, longitude: 26.1 };

/** Every sign-in of the month: people at work, people who mistype, and the attackers. */
export function signInsOf({ seed, company, calendar, attacks }: World): readonly SignIn[] {
  const random = createRandom(seed, 'sign-ins');
  const habits = company.people.flatMap((person) =>
    workingHours(calendar, person, createRandom(seed, `hours/${person.account}`)).flatMap(({ from, to, atHome }) =>
      Array.from({ length: random.between(3, 7) }, (_, index): readonly SignIn[] => {
        const at = index === 0 ? from : random.between(from, to);
        const usual = {
          person,
          address: atHome ? person.home : person.office.address,
          place: placeOf(person.office),
          app: random.weighted<App>(apps),
          agent: browser,
          managed: true,
          client: 'Browser',
        };
        const good: SignIn = { ...usual, at, result: success };
        if (!random.chance(0.07)) return [good];
        return [
          { ...usual, at: at - random.between(8_000, 40_000), result: random.weighted<(typeof failures)[number][0]>(failures) },
          good,
        ];
      }).flat(),
    ),
  );
  return [...habits, ...spray(random, { company, attacks }), ...travel(attacks), ...consent(attacks)];
}

function spray(random: Random, { company, attacks }: Pick<World, 'company' | 'attacks'>): readonly SignIn[] {
  const { addresses, from, victim, success: at } = attacks.spray;
  const common = { place: farAway, app: apps[0][0], agent: 'python-requests/2.31', managed: false, client: 'Authenticated SMTP' };
  const attempts = company.people.flatMap((person, index) => {
    const tries = person === victim ? 1 : random.between(1, 2);
    return Array.from(
      { length: tries },
      (_, round): SignIn => ({
        ...common,
        person,
        // Slow and one account at a time: below what locks an account out.
        at: from + (round * company.people.length + index) * 27_000 + random.between(0, 9_000),
        address: addresses[(index + round) % addresses.length] ?? addresses[0],
        result: failures[0][0],
      }),
    );
  });
  const risk = { level: 'high', event: 'passwordSpray' };
  const entry: SignIn = { ...common, person: victim, at, address: addresses[0], result: success, risk };
  return [...attempts, entry, { ...entry, at: at + 260_000, client: 'Browser', app: apps[0][0], agent: browser }];
}

function travel({ travel: { person, usual, far, address, city, country } }: World['attacks']): readonly SignIn[] {
  const common = { person, app: apps[2][0], agent: browser, result: success, client: 'Browser' };
  return [
    { ...common, at: usual, address: person.office.address, place: placeOf(person.office), managed: true },
    {
      ...common,
      at: far,
      address,
      place: { city, country, latitude: -23.55, longitude: -46.63 },
      managed: false,
      risk: { level: 'medium', event: 'unlikelyTravel' },
    },
  ];
}

function consent({ consent: { person, at } }: World['attacks']): readonly SignIn[] {
  return [
    {
      person,
      at: at - 95_000,
      address: person.office.address,
      place: placeOf(person.office),
      app: apps[0][0],
      agent: browser,
      managed: true,
      client: 'Browser',
      result: success,
    },
  ];
}

/** The rows of SigninLogs. */
export function signinLogs(world: World): readonly SampleRow[] {
  const random = createRandom(world.seed, 'SigninLogs');
  return signInsOf(world).map(({ at, person, address, place, app, result, agent, managed, client, risk }) => ({
    TimeGenerated: iso(at + random.between(0, 900)),
    CreatedDateTime: iso(at),
    OperationName: 'Sign-in activity',
    Category: 'SignInLogs',
    Id: random.guid(),
    CorrelationId: random.guid(),
    UserPrincipalName: person.upn,
    UserDisplayName: person.name,
    Identity: person.name,
    UserId: person.id,
    UserType: 'Member',
    AADTenantId: world.company.tenantId,
    HomeTenantId: world.company.tenantId,
    ResourceTenantId: world.company.tenantId,
    IPAddress: address,
    Location: place.country,
    LocationDetails: {
      city: place.city,
      countryOrRegion: place.country,
      geoCoordinates: { latitude: place.latitude, longitude: place.longitude },
    },
    AppDisplayName: app.name,
    AppId: app.id,
    ResourceDisplayName: app.name,
    ClientAppUsed: client,
    UserAgent: agent,
    IsInteractive: true,
    ResultType: result.code,
    ResultDescription: result.text,
    Status: { errorCode: Number(result.code), failureReason: result.text === '' ? 'Other.' : result.text },
    ConditionalAccessStatus: result.code === '0' ? 'success' : 'notApplied',
    AuthenticationRequirement: client === 'Browser' && managed ? 'multiFactorAuthentication' : 'singleFactorAuthentication',
    DeviceDetail: managed
      ? {
          deviceId: person.device.id.slice(0, 32),
          displayName: person.device.name,
          operatingSystem: person.device.os,
          browser: 'Chrome 138',
          isManaged: true,
          isCompliant: true,
          trustType: 'Azure AD joined',
        }
      : { operatingSystem: '', browser: '', isManaged: false, isCompliant: false },
    RiskLevelDuringSignIn: risk?.level ?? 'none',
    RiskLevelAggregated: risk?.level ?? 'none',
    RiskState: risk === undefined ? 'none' : 'atRisk',
    RiskEventTypes_V2: JSON.stringify(risk === undefined ? [] : [risk.event]),
    Type: 'SigninLogs',
  }));
}

const placeOf = ({ city, country, latitude, longitude }: Office): Place => ({ city, country, latitude, longitude });

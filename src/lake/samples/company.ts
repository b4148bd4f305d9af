import { createRandom } from './random.ts';

export type Office = {
  readonly city: string;
  readonly country: string;
  readonly latitude: number;
  readonly longitude: number;
  /** The address under which its people appear outside. */
  readonly address: string;
  /** The first three numbers of its inner network. */
  readonly network: string;
  /** Hours from UTC. */
  readonly zone: number;
};

export type Person = {
  readonly name: string;
  readonly upn: string;
  readonly account: string;
  readonly id: string;
  readonly title: string;
  readonly admin: boolean;
  readonly office: Office;
  /** The address at home. */
  readonly home: string;
  /** How often they work from home. */
  readonly remote: number;
  readonly device: Device;
};

export type Device = { readonly name: string; readonly id: string; readonly os: string; readonly address: string };

export type Company = { readonly tenantId: string; readonly domain: string; readonly people: readonly [Person, ...Person[]] };

const offices: readonly [Office, ...Office[]] = [
  { city: 'Oslo', country: 'NO', latitude: 59.91, longitude: 10.75, address: '192.0.2.10', network: '10.20.1', zone: 1 },
  { city: 'Rotterdam', country: 'NL', latitude: 51.92, longitude: 4.48, address: '192.0.2.20', network: '10.20.2', zone: 1 },
  { city: 'Lisbon', country: 'PT', latitude: 38.72, longitude: -9.14, address: '192.0.2.30', network: '10.20.3', zone: 0 },
];

const names =
  'Jonas Berg,Mira Tanaka,Elif Arslan,Tomas Novak,Ingrid Dahl,Pieter Smit,Ana Ferreira,Lars Holm,Sofia Reis,Daan Bakker,Nora Lie,Rui Costa,Hanna Vik,Bram Visser,Ines Lopes,Erik Moen,Femke Mulder,Joao Pinto,Kari Aas,Sven Haugen,Lotte Kuiper,Marta Gomes,Olav Strand,Ruben Dekker,Clara Nunes,Siri Foss,Thijs Jansen,Beatriz Alves,Anders Lund,Eva Brandt,Miguel Rocha,Julie Sand,Koen Peters,Tiago Melo,Maja Hauge,Niels Vos,Carla Dias,Henrik Bakke,Sanne Groot,Paulo Teixeira'.split(
    ',',
  );
const titles = [
  'Optical Engineer',
  'Sales Manager',
  'Production Planner',
  'Accountant',
  'Support Engineer',
  'Designer',
  'Buyer',
  'Analyst',
] as const;
const systems = [
  ['Windows11', 7],
  ['Windows10', 2],
  ['macOS', 1],
] as const;

/** The company of a seed: forty people in three offices, a laptop each. The first ones are those whom the attacks concern. */
export function createCompany(seed: number): Company {
  const random = createRandom(seed, 'company');
  const people = names.map((name, index): Person => {
    const office = offices[index % offices.length] ?? offices[0];
    const account = name.toLowerCase().replace(' ', '.');
    return {
      name,
      upn: `${account}@halden-optics.example`,
      account,
      id: random.guid(),
      title: index === 3 ? 'IT Administrator' : random.pick(titles),
      admin: index === 3,
      office,
      home: `198.18.${10 + Math.floor(index / 100)}.${10 + index}`,
      remote: random.next() * 0.4,
      device: {
        name: `lt-${String(index + 1).padStart(4, '0')}`,
        id: random.hex(40),
        os: index < 4 || index === 16 ? 'Windows11' : random.weighted(systems),
        address: `${office.network}.${20 + index}`,
      },
    };
  });
  const [first, ...rest] = people;
  if (first === undefined) throw new RangeError('A company has people.');
  return { tenantId: random.guid(), domain: 'halden-optics.example', people: [first, ...rest] };
}

/** A person by account; the attacks name theirs. */
export function personOf(company: Company, account: string): Person {
  const found = company.people.find((person) => person.account === account);
  if (found === undefined) throw new RangeError(`${account} does not work here.`);
  return found;
}

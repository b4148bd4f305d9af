/** The people of Halden Optics whom the double knows. Mira has a full account, Jonas a small one, Nora an empty one. */
export type PersonName = 'mira' | 'jonas' | 'nora';
export type Person = { readonly id: string; readonly displayName: string; readonly mail: string };

export const people: Readonly<Record<PersonName | 'elif', Person>> = {
  mira: { id: '11111111-0000-4000-8000-000000000001', displayName: 'Mira Tanaka 田中', mail: 'mira.tanaka@halden.example' },
  jonas: { id: '11111111-0000-4000-8000-000000000002', displayName: 'Jonas Berg', mail: 'jonas.berg@halden.example' },
  nora: { id: '11111111-0000-4000-8000-000000000003', displayName: 'Nora Lie', mail: 'nora.lie@halden.example' },
  elif: { id: '11111111-0000-4000-8000-000000000004', displayName: 'Elif Arslan', mail: 'elif.arslan@halden.example' },
};

export const recipientOf = ({ displayName, mail }: Person) => ({ emailAddress: { name: displayName, address: mail } });
export const userRow = ({ id, displayName, mail }: Person) => ({ id, displayName, mail, userPrincipalName: mail });

/** What the most used tables hold and when to use them, in words of ours. */
export const tableDescriptions: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SigninLogs:
      'Interactive sign-ins to Microsoft Entra ID: user, application, address, place, device, result and risk. Use it for failed sign-ins, password spray, impossible travel and what an account did.',
  } satisfies Record<string, string>),
);

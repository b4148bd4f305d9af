import type { Finding } from './finding.ts';
import { changeFindings } from './user-change-findings.ts';
import { deviceFindings } from './user-device-findings.ts';
import { signInFindings } from './user-sign-in-findings.ts';

/** What is looked for about a person: a UPN or an Entra object id. */
export const userFindings: readonly Finding[] = [...signInFindings, ...changeFindings, ...deviceFindings];

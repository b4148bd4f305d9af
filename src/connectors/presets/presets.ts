import type { Preset } from '../../connector-kit/index.ts';
import { sentinel } from './sentinel.ts';

/** Remote servers that are offered ready-made: one file and one line each. */
export const presets: ReadonlyMap<string, Preset> = new Map([sentinel].map((preset) => [preset.id, preset]));

import type { ConnectorId } from '../domain/ids.ts';
import type { ToolDefinition, ToolSnapshot } from '../domain/tool.ts';
import { hashTool } from './digest.ts';

export type ToolChange = 'none' | 'added' | 'changed' | 'removed';

/** What waits for acceptance, read off a snapshot. */
export function changeOf(snapshot: Pick<ToolSnapshot, 'state' | 'previous'>): ToolChange {
  if (snapshot.state === 'accepted') return 'none';
  if (snapshot.state === 'removed') return 'removed';
  return snapshot.previous === null ? 'added' : 'changed';
}

type Listing = {
  readonly connectorId: ConnectorId;
  readonly first: boolean;
  readonly now: string;
  /** Which tools are on when they are first seen; left out: all. */
  readonly enables?: (definition: ToolDefinition) => boolean;
};

/**
 * What a fresh listing makes of the snapshots: unchanged tools stay as they are, added and changed ones are
 * held, missing ones are kept as removed until that is accepted. A renamed tool is one removed and one added.
 * The first listing of a connector is accepted: its creator has just said to trust it.
 */
export function planSnapshots(
  current: readonly ToolSnapshot[],
  listing: Listing & { readonly tools: readonly ToolDefinition[] },
): readonly ToolSnapshot[] {
  const known = new Map(current.map((snapshot) => [snapshot.definition.name, snapshot]));
  const listed = new Map(listing.tools.map((definition) => [definition.name, definition]));
  const present = [...listed.values()].map((definition) => planListed(known.get(definition.name), { ...listing, definition }));
  const missing = current.filter((snapshot) => !listed.has(snapshot.definition.name)).flatMap(planMissing);
  return [...present, ...missing].sort((left, right) => (left.definition.name < right.definition.name ? -1 : 1));
}

/** What acceptance of the named tools (all, when left out) makes of the snapshots. */
export function acceptSnapshots(current: readonly ToolSnapshot[], names?: readonly string[]): readonly ToolSnapshot[] {
  const chosen = names === undefined ? null : new Set(names);
  return current.flatMap((snapshot) => {
    if (snapshot.state === 'accepted' || (chosen !== null && !chosen.has(snapshot.definition.name))) return [snapshot];
    return snapshot.state === 'removed' ? [] : [{ ...snapshot, state: 'accepted' as const, previous: null }];
  });
}

function planListed(
  known: ToolSnapshot | undefined,
  { connectorId, definition, first, now, enables = () => true }: Listing & { readonly definition: ToolDefinition },
): ToolSnapshot {
  const hash = hashTool(definition);
  if (known === undefined)
    return {
      connectorId,
      definition,
      hash,
      state: first ? 'accepted' : 'held',
      previous: null,
      enabled: enables(definition),
      permission: null,
      firstSeenAt: now,
    };
  if (known.hash === hash) return known.state === 'removed' ? { ...known, state: 'accepted' } : known;
  const accepted = acceptedDefinition(known);
  if (accepted !== null && hashTool(accepted) === hash) return { ...known, definition, hash, state: 'accepted', previous: null };
  return { ...known, definition, hash, state: 'held', previous: accepted };
}

function planMissing(snapshot: ToolSnapshot): readonly ToolSnapshot[] {
  const accepted = acceptedDefinition(snapshot);
  return accepted === null ? [] : [{ ...snapshot, definition: accepted, hash: hashTool(accepted), state: 'removed', previous: null }];
}

const acceptedDefinition = (snapshot: ToolSnapshot) => (snapshot.state === 'held' ? snapshot.previous : snapshot.definition);

import { refuse } from '../diagnostics.ts';
import type { Environment } from '../environment.ts';
import type { Relation } from '../relation.ts';
import { child, nameOf, type SyntaxNode } from '../syntax/tree.ts';
import { compileActivityCounts } from './activity-counts.ts';
import { compileAddressLookup } from './address-lookup.ts';
import { compileGeoLookup } from './geo-lookup.ts';
import { compileNarrow } from './narrow.ts';
import { compilePivot } from './pivot.ts';
import { compileBagUnpack } from './unpack.ts';
import { compileActiveUsers, compileDcountIntersect, compileSessions, compileSlidingWindows } from './windows.ts';

type Plugin = (call: SyntaxNode, input: Relation, place: { readonly node: SyntaxNode; readonly environment: Environment }) => Relation;

const plugins: Readonly<Record<string, Plugin>> = {
  bag_unpack: compileBagUnpack,
  pivot: compilePivot,
  narrow: compileNarrow,
  ipv4_lookup: (call, input, place) => compileAddressLookup(call, input, { ...place, native: 'kql_ipv4_is_in_range' }),
  ipv6_lookup: (call, input, place) => compileAddressLookup(call, input, { ...place, native: 'kql_ipv6_is_in_range' }),
  geo_line_lookup: (call, input, place) => compileGeoLookup(call, input, { ...place, shape: 'line' }),
  geo_polygon_lookup: (call, input, place) => compileGeoLookup(call, input, { ...place, shape: 'polygon' }),
  activity_counts_metrics: compileActivityCounts,
  sliding_window_counts: compileSlidingWindows,
  active_users_count: compileActiveUsers,
  session_count: compileSessions,
  dcount_intersect: compileDcountIntersect,
};

/** `evaluate plugin(…)`. */
export function compileEvaluate(node: SyntaxNode, input: Relation, environment: Environment): Relation {
  const call = child(node, 'FunctionCall');
  const name = nameOf(child(call, 'Name'));
  const plugin = new Map(Object.entries(plugins)).get(name.toLowerCase());
  return plugin === undefined
    ? refuse(`The plugin '${name}'`, { at: call, instead: `there are ${Object.keys(plugins).join(', ')}` })
    : plugin(call, input, { node, environment });
}

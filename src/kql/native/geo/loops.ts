import { isBetweenTurns } from './edges.ts';
import { loadS2 } from './libraries.ts';
import type { Vector } from './vector.ts';

/** A directed edge of a result, its region to the left, with the place of the input edge that it comes from. */
export type ResultEdge = { readonly from: number; readonly to: number; readonly source: number };

/**
 * Assembles edges into loops as S2Builder does, so that vertices come in the order in which Kusto gives them: from each edge
 * the sharpest left turn is taken, a vertex met again closes a loop, and a loop ends with the edge that came last.
 */
export function assembleLoops(edges: readonly ResultEdge[], vertices: readonly Vector[]): readonly (readonly Vector[])[] {
  const at = (vertex: number): Vector => vertices[vertex] ?? [0, 0, 1];
  const rank = hilbertRanks(edges, at);
  const sorted = edges.toSorted((a, b) => rank(a.from) - rank(b.from) || rank(a.to) - rank(b.to));
  const next = leftTurns(sorted, at);
  const visited = new Set<ResultEdge>();
  const loops: (readonly ResultEdge[])[] = [];
  for (const start of sorted) {
    let path: ResultEdge[] = [];
    for (let edge: ResultEdge | undefined = start; edge !== undefined && !visited.has(edge); edge = next.get(edge)) {
      visited.add(edge);
      path.push(edge);
      const end = edge.to;
      const begins = path.findIndex(({ from }) => from === end);
      if (begins === -1) continue;
      loops.push(endingWithLast(path.slice(begins)));
      path = path.slice(0, begins);
    }
  }
  const ordered = loops.toSorted((a, b) => (a[0]?.source ?? 0) - (b[0]?.source ?? 0));
  return ordered.map((loop) => loop.map(({ from }) => at(from)));
}

/** Vertices rank along the Hilbert curve of the S2 cells. */
function hilbertRanks(edges: readonly ResultEdge[], at: (vertex: number) => Vector): (vertex: number) => number {
  const { s2 } = loadS2();
  const cells = new Map<number, bigint>();
  for (const { from } of edges) if (!cells.has(from)) cells.set(from, s2.cellid.fromPoint(new s2.Point(...at(from))));
  const order = [...cells].toSorted(([, a], [, b]) => (a < b ? -1 : a > b ? 1 : 0));
  const ranks = new Map(order.map(([vertex], index) => [vertex, index]));
  return (vertex) => ranks.get(vertex) ?? 0;
}

/** For each edge the one that goes on from its end with the sharpest turn to the left. */
function leftTurns(edges: readonly ResultEdge[], at: (vertex: number) => Vector): ReadonlyMap<ResultEdge, ResultEdge> {
  const outgoing = Map.groupBy(edges, ({ from }) => from);
  const next = new Map<ResultEdge, ResultEdge>();
  for (const edge of edges) {
    const choices = outgoing.get(edge.to) ?? [];
    const [origin, back] = [at(edge.to), at(edge.from)];
    const best = choices.reduce<ResultEdge | null>((chosen, candidate) => {
      if (chosen === null) return candidate;
      // Clockwise from the way back, the first one is the sharpest turn.
      const isSharper = chosen.to === edge.from || isBetweenTurns([at(chosen.to), at(candidate.to), back], origin);
      return candidate.to !== edge.from && isSharper ? candidate : chosen;
    }, null);
    if (best !== null) next.set(edge, best);
  }
  return next;
}

/** The edge with the highest source comes last; of several, the last in their run. */
function endingWithLast(loop: readonly ResultEdge[]): readonly ResultEdge[] {
  let position = 0;
  let sawGap = false;
  const source = (index: number): number => loop[index]?.source ?? 0;
  for (let index = 1; index < loop.length; index += 1) {
    const difference = source(index) - source(position);
    if (difference < 0) sawGap = true;
    else if (difference > 0 || !sawGap) {
      position = index;
      sawGap = false;
    }
  }
  return [...loop.slice(position + 1), ...loop.slice(0, position + 1)];
}

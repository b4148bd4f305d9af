import type { Arrangement, Piece } from './arrangement.ts';
import { isCrossing, sign } from './sign.ts';
import { add, normalize, type Vector } from './vector.ts';

/** How often each layer winds about a point. */
export type Windings = readonly number[];

/** All pieces between two vertices, and how often each layer winds about either side, seen from `low` to `high`. */
export type Border = {
  readonly low: number;
  readonly high: number;
  readonly pieces: readonly Piece[];
  readonly left: Windings;
  readonly right: Windings;
};

export type Reference = { readonly point: Vector; readonly windings: Windings };

/** Where nothing else says so, winding is counted from here: a point on no edge that anyone would draw. */
export const referencePoint: Vector = normalize([-0.009_994_664_350_250_197, 0.002_592_454_260_932_414, 0.999_946_640_379_542_5]);

type Open = { readonly low: number; readonly high: number; readonly pieces: Piece[]; readonly change: Windings };

/** The winding numbers on both sides of every border, counted from a point where they are known. */
export function windingsOf({ vertices, pieces }: Arrangement, reference: Reference): readonly Border[] {
  const grouped = Map.groupBy(pieces, ({ from, to }) => `${Math.min(from, to)},${Math.max(from, to)}`);
  const borders = [...grouped.values()].map((members): Open => {
    const [low, high] = [Math.min(members[0]?.from ?? 0, members[0]?.to ?? 0), Math.max(members[0]?.from ?? 0, members[0]?.to ?? 0)];
    const change = reference.windings.map((_, layer) =>
      members.reduce((sum, piece) => sum + (piece.layer === layer ? (piece.from === low ? 1 : -1) : 0), 0),
    );
    return { low, high, pieces: members, change };
  });
  const at = (vertex: number): Vector => vertices[vertex] ?? referencePoint;
  const byVertex = new Map<number, number[]>();
  borders.forEach(({ low, high }, index) => {
    for (const vertex of [low, high]) byVertex.set(vertex, [...(byVertex.get(vertex) ?? []), index]);
  });
  const left = new Map<number, Windings>();
  for (const [start, border] of borders.entries()) {
    if (left.has(start)) continue;
    left.set(start, windingsLeft(border, { borders, at, reference }));
    // Along a chain without branches the sides stay the same.
    const open = [start];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const here = borders[index];
      if (here === undefined) continue;
      for (const vertex of [here.low, here.high]) {
        const next = byVertex.get(vertex)?.find((other) => other !== index);
        const there = next === undefined ? undefined : borders[next];
        if (next === undefined || there === undefined || byVertex.get(vertex)?.length !== 2 || left.has(next)) continue;
        const goesOn = (here.high === vertex) === (there.low === vertex);
        const known = left.get(index) ?? [];
        const across = minus(known, here.change);
        left.set(next, goesOn ? known : across);
        open.push(next);
      }
    }
  }
  return borders.map(({ change, ...border }, index) => {
    const known = left.get(index) ?? [];
    return { ...border, left: known, right: minus(known, change) };
  });
}

function minus(windings: Windings, change: Windings): Windings {
  return windings.map((winding, layer) => winding - (change[layer] ?? 0));
}

type Scene = { readonly borders: readonly Open[]; readonly at: (vertex: number) => Vector; readonly reference: Reference };

/** Counts what the way from the middle of a border to the reference crosses. */
function windingsLeft(border: Open, { borders, at, reference }: Scene): Windings {
  const middle = normalize(add(at(border.low), at(border.high)));
  let windings = reference.windings;
  for (const other of borders) {
    if (other === border) continue;
    const edge = [at(other.low), at(other.high)] as const;
    if (!isCrossing([middle, reference.point], edge)) continue;
    const isLeft = sign(edge[0], edge[1], middle) > 0;
    windings = windings.map((winding, layer) => winding + (isLeft ? 1 : -1) * (other.change[layer] ?? 0));
  }
  const leavesLeft = sign(at(border.low), at(border.high), reference.point) > 0;
  return leavesLeft ? windings : windings.map((winding, layer) => winding + (border.change[layer] ?? 0));
}

import { type Edge, project } from './edges.ts';
import { angleBetween, type Vector } from './vector.ts';

/** The point of some edges that is nearest to a point; of equals the first. */
export function nearestOf(
  point: Vector,
  edges: readonly Edge[],
): { readonly nearest: Vector; readonly angle: number; readonly edge: number } {
  let best = { nearest: point, angle: Number.POSITIVE_INFINITY, edge: -1 };
  edges.forEach((edge, index) => {
    const nearest = project(point, edge);
    const angle = angleBetween(point, nearest);
    if (angle < best.angle) best = { nearest, angle, edge: index };
  });
  return best;
}

/** The angle between a point and the nearest of some edges. */
export function distanceToEdges(point: Vector, edges: readonly Edge[]): number {
  return nearestOf(point, edges).angle;
}

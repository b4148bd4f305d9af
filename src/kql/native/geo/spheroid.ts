import { type Place } from './vector.ts';

/** WGS 84: the equatorial radius in meters and the flattening. */
const equatorialRadius = 6_378_137;
const flattening = 1 / 298.257_223_563;
const polarRadius = equatorialRadius * (1 - flattening);

/**
 * The distance of two places along the spheroid in meters (T. Vincenty, Direct and Inverse Solutions of Geodesics on the
 * Ellipsoid, 1975). Null where the places are so nearly opposite that the series does not settle.
 */
export function spheroidDistance([fromLongitude, fromLatitude]: Place, [toLongitude, toLatitude]: Place): number | null {
  const radians = Math.PI / 180;
  const difference = (toLongitude - fromLongitude) * radians;
  const [u1, u2] = [fromLatitude, toLatitude].map((latitude) => Math.atan((1 - flattening) * Math.tan(latitude * radians))) as [
    number,
    number,
  ];
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  let lambda = difference;
  for (let round = 0; round < 200; round += 1) {
    const [sinLambda, cosLambda] = [Math.sin(lambda), Math.cos(lambda)];
    const sinSigma = Math.hypot(cosU2 * sinLambda, cosU1 * sinU2 - sinU1 * cosU2 * cosLambda);
    if (sinSigma === 0) return 0;
    const cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
    const sigma = Math.atan2(sinSigma, cosSigma);
    const sinAlpha = (cosU1 * cosU2 * sinLambda) / sinSigma;
    const cos2Alpha = 1 - sinAlpha ** 2;
    const cos2Middle = cos2Alpha === 0 ? 0 : cosSigma - (2 * sinU1 * sinU2) / cos2Alpha;
    const c = (flattening / 16) * cos2Alpha * (4 + flattening * (4 - 3 * cos2Alpha));
    const previous = lambda;
    lambda =
      difference + (1 - c) * flattening * sinAlpha * (sigma + c * sinSigma * (cos2Middle + c * cosSigma * (2 * cos2Middle ** 2 - 1)));
    if (Math.abs(lambda) > Math.PI * 1.5) return null;
    if (Math.abs(lambda - previous) > 1e-13) continue;
    const square = (cos2Alpha * (equatorialRadius ** 2 - polarRadius ** 2)) / polarRadius ** 2;
    const a = 1 + (square / 16_384) * (4096 + square * (-768 + square * (320 - 175 * square)));
    const b = (square / 1024) * (256 + square * (-128 + square * (74 - 47 * square)));
    const inner = cosSigma * (2 * cos2Middle ** 2 - 1) - (b / 6) * cos2Middle * (4 * sinSigma ** 2 - 3) * (4 * cos2Middle ** 2 - 3);
    return polarRadius * a * (sigma - b * sinSigma * (cos2Middle + (b / 4) * inner));
  }
  return null;
}

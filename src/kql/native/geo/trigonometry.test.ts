import { expect, test } from 'vitest';
import { arcTangent, sineAndCosine } from './trigonometry.ts';

const angles = Array.from({ length: 721 }, (_, index) => ((index - 360) * Math.PI) / 360);

test('sine and cosine are the nearest numbers to the true ones', () => {
  // From tables with 30 digits: the nearest double of each is what its digits read as.
  expect(sineAndCosine(0.5)).toEqual([0.479_425_538_604_203, 0.877_582_561_890_372_8]);
  expect(sineAndCosine(1)).toEqual([0.841_470_984_807_896_5, 0.540_302_305_868_139_8]);
  expect(sineAndCosine(2)).toEqual([0.909_297_426_825_681_7, -0.416_146_836_547_142_4]);
  expect(sineAndCosine(-3)).toEqual([-0.141_120_008_059_867_2, -0.989_992_496_600_445_4]);
});

test('the arc tangent gives the angle back, up to what rounding its sine and cosine takes', () => {
  for (const angle of angles) {
    const [sine, cosine] = sineAndCosine(angle);
    expect(Math.abs(arcTangent(sine, cosine) - angle)).toBeLessThanOrEqual(4.5e-16);
  }
});

test('the directions of the axes are exact', () => {
  expect([arcTangent(0, 1), arcTangent(1, 0), arcTangent(0, -1), arcTangent(-1, 0)]).toEqual([0, Math.PI / 2, Math.PI, -Math.PI / 2]);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mayHold, placesOf, signText } from './signature.ts';

const seed = Number(process.env['PROPERTY_SEED'] ?? 20_260_101);
const letters = fc.constantFrom(...'abcABC  ßẞöÖσςΣıİǆ日本🎉é\n');
const anyText = fc.oneof(
  fc.string({ unit: letters, maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ maxLength: 60 }),
);

test('a text may hold every part of it, in any case that a search takes for the same', () => {
  fc.assert(
    fc.property(anyText, anyText, anyText, (before, part, after) => {
      const signature = signText(Buffer.from(before + part + after));
      expect(mayHold(signature, placesOf([part]))).toBe(true);
      const pattern = new RegExp(part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'i');
      for (const other of [part.toUpperCase(), part.toLowerCase()])
        if (pattern.test(other)) expect(mayHold(signText(Buffer.from(before + other + after)), placesOf([part]))).toBe(true);
    }),
    { seed, numRuns: 500 },
  );
});

test('of texts that do not hold a word, few are taken for one that might', () => {
  const random = fc.sample(
    fc.array(fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz     '), minLength: 5_000, maxLength: 5_000 })),
    {
      seed,
      numRuns: 60,
    },
  );
  const texts = random.flat();
  const places = placesOf(['quarterly']);
  expect(texts.length).toBeGreaterThan(100);
  expect(texts.filter((text) => mayHold(signText(Buffer.from(text)), places)).length).toBeLessThan(texts.length / 50);
});

test('a large text has a large signature, a short one a short one', () => {
  const long = Buffer.from(Array.from({ length: 400_000 }, (_, index) => (index * 7919).toString(36)).join(' '));
  expect(signText(Buffer.from('a word')).length).toBe(8);
  expect(signText(long).length).toBeGreaterThan(4_000);
  expect(mayHold(signText(Buffer.from('')), placesOf(['any']))).toBe(false);
  expect(mayHold(signText(Buffer.from('')), placesOf(['no']))).toBe(true);
});

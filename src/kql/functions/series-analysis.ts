import { refuse } from '../diagnostics.ts';
import { convert } from '../expressions/convert.ts';
import { call } from '../sql/quote.ts';
import type { KqlType } from '../types.ts';
import { arg, type CallPlace, type FunctionRow, row } from './row.ts';

type Setting = { readonly type: KqlType; readonly fallback: string };

const autodetect: Setting = { type: 'long', fallback: '-1::BIGINT' };
const ofTrend = (trend: string): Setting => ({ type: 'string', fallback: `'${trend}'` });
const tests: Setting = { type: 'long', fallback: '0::BIGINT' };
const threshold: Setting = { type: 'real', fallback: '0.6::DOUBLE' };

/** Series taken apart: periods, seasons, outliers, anomalies, forecasts. The same data gives the same numbers, which are not the engine's to the last digit. */
export const seriesAnalysisFunctions: readonly FunctionRow[] = [
  analysis('series_periods_detect', {
    settings: [
      { type: 'real', fallback: '0::DOUBLE' },
      { type: 'real', fallback: '1e9::DOUBLE' },
      { type: 'long', fallback: '1::BIGINT' },
    ],
    says: 'The most significant periods of a series and how significant they are, as columns.',
    example: null,
  }),
  analysis('series_seasonal', {
    settings: [autodetect],
    says: 'What repeats in a series: the median of each place of its period.',
    example: ['series_seasonal(dynamic([1, 3, 5, 1, 3, 5, 2, 4, 6]), 3)', [1, 3, 5, 1, 3, 5, 1, 3, 5]],
  }),
  row('series_outliers', {
    takes: ['dynamic', 'string', 'any', 'real', 'real'],
    returns: 'dynamic',
    partial: true,
    sql: (args, { node }) => {
      if (args[2] !== undefined && args[2].literal !== null) refuse('series_outliers() with a value to ignore', { at: node });
      const [low, high] = [args[3]?.sql ?? '10::DOUBLE', args[4]?.sql ?? '90::DOUBLE'];
      return call('kql_series_outliers', arg(args, 0), args[1]?.sql ?? "'ctukey'", low, high);
    },
    says: "How far each item lies outside the fences of Tukey's test.",
    example: ['series_outliers(dynamic([1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 40]))[0]', 0],
  }),
  analysis('series_decompose', {
    settings: [autodetect, ofTrend('avg'), tests, threshold],
    says: 'Baseline, season, trend and rest of a series, as columns.',
    example: null,
  }),
  analysis('series_decompose_anomalies', {
    settings: [
      { type: 'real', fallback: '1.5::DOUBLE' },
      autodetect,
      ofTrend('avg'),
      tests,
      { type: 'string', fallback: "'ctukey'" },
      threshold,
    ],
    says: 'Where a series leaves its baseline: flag, score and baseline, as columns.',
    example: null,
  }),
  analysis('series_decompose_forecast', {
    settings: [tests, autodetect, ofTrend('linefit'), threshold],
    says: 'Baseline, season, trend and rest of a series whose last points are foretold from those before, as columns.',
    example: ['series_decompose_forecast(dynamic([1, 2, 3, 0, 0]), 2, 0)', [1, 2, 3, 4, 5]],
  }),
];

type Analysis = { readonly settings: readonly Setting[]; readonly says: string; readonly example: FunctionRow['example'] };

/** A row whose native takes all settings; those left out take their defaults. */
function analysis(name: string, { settings, says, example }: Analysis): FunctionRow {
  return row(name, {
    takes: ['dynamic', 'any'],
    returns: 'dynamic',
    partial: true,
    sql: (args, place) =>
      call(`kql_${name}`, arg(args, 0), ...settings.map((setting, index) => settingSql(args, { setting, index, place }))),
    says,
    example,
  });
}

function settingSql(
  args: Parameters<FunctionRow['sql']>[0],
  { setting, index, place }: { readonly setting: Setting; readonly index: number; readonly place: CallPlace },
): string {
  const given = args[index + 1];
  if (given === undefined) return setting.fallback;
  if (given.literal === null) return refuse('A null setting', { at: place.node });
  return convert(given, setting.type).sql;
}

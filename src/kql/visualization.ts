import { child, classOf, list, literalText, nameOf, optional, type SyntaxNode, textOf } from './syntax/tree.ts';

/**
 * What `render` asks for; what is left out is for whoever draws to choose.
 * https://learn.microsoft.com/kusto/query/render-operator
 */
export type Visualization = {
  /** `timechart`, `piechart`, `table` …: as written, also where nobody here can draw it. */
  readonly chart: string;
  readonly kind?: string;
  readonly title?: string;
  readonly xtitle?: string;
  readonly ytitle?: string;
  readonly xcolumn?: string;
  readonly ycolumns?: readonly string[];
  readonly series?: readonly string[];
  readonly legend?: 'visible' | 'hidden';
  readonly xaxis?: 'linear' | 'log';
  readonly yaxis?: 'linear' | 'log';
  readonly ymin?: number;
  readonly ymax?: number;
  readonly accumulate?: boolean;
};

/** The `render` that ends the query's result, or null. Elsewhere in a query it only passes rows on. */
export function readVisualization(result: SyntaxNode): Visualization | null {
  const node = lastOperator(result);
  if (node === null || classOf(node) !== 'RenderOperator') return null;
  const clause = optional(node, 'WithClause');
  const written = [...list(node, 'Parameters'), ...(clause === null ? [] : list(clause, 'Properties'))];
  const properties = new Map(written.map((parameter) => [nameOf(child(parameter, 'Name')).toLowerCase(), child(parameter, 'Expression')]));
  const text = (name: string) => valueText(properties.get(name));
  const asked = {
    chart: textOf(child(node, 'ChartType')),
    kind: text('kind'),
    title: text('title'),
    xtitle: text('xtitle'),
    ytitle: text('ytitle'),
    xcolumn: text('xcolumn'),
    ycolumns: names(properties.get('ycolumns')),
    series: names(properties.get('series')),
    legend: oneOf(text('legend'), ['visible', 'hidden']),
    xaxis: oneOf(text('xaxis'), ['linear', 'log']),
    yaxis: oneOf(text('yaxis'), ['linear', 'log']),
    ymin: numberOf(text('ymin')),
    ymax: numberOf(text('ymax')),
    accumulate: text('accumulate')?.toLowerCase() === 'true' ? true : undefined,
  };
  // What is not asked for is not there: the answer goes to models as well.
  return Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== undefined)) as Visualization; // the same keys, some left out
}

function lastOperator(node: SyntaxNode): SyntaxNode | null {
  return classOf(node) === 'PipeExpression' ? child(node, 'Operator') : null;
}

function valueText(node: SyntaxNode | undefined): string | undefined {
  if (node === undefined) return undefined;
  if (classOf(node) !== 'LiteralExpression') return nameOf(node);
  // A bare word (kind=stacked) is a literal without a value of its own.
  return literalText(node) ?? textOf(node);
}

function names(node: SyntaxNode | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined;
  return classOf(node) === 'NameReferenceList' ? list(node, 'Names').map(nameOf) : [nameOf(node)];
}

function oneOf<Choice extends string>(text: string | undefined, choices: readonly Choice[]): Choice | undefined {
  return choices.find((choice) => choice === text);
}

function numberOf(text: string | undefined): number | undefined {
  const value = Number(text ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}

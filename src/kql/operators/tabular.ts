import { refuse } from '../diagnostics.ts';
import { compileTabular, type Environment } from '../environment.ts';
import { bodyEnvironment } from '../expressions/statements.ts';
import type { Relation } from '../relation.ts';
import { calledBody, child, classOf, nameOf, readable, type SyntaxNode, textOf } from '../syntax/tree.ts';
import { compileDatatable, compilePrint, compileRange } from './sources.ts';
import { findOperator, findSource } from './registry.ts';
import { compileTableBody } from './table-body.ts';
import { compileTableName } from './tables.ts';

/** Picks what compiles a tabular expression, by the kind of its node. */
export function dispatchTabular(node: SyntaxNode, environment: Environment): Relation {
  const kind = classOf(node);
  switch (kind) {
    case 'PipeExpression':
      return compilePipe(node, environment);
    case 'ParenthesizedExpression':
    case 'MaterializeExpression':
    case 'SimpleNamedExpression':
    case 'ToTableExpression':
    case 'MvApplySubqueryExpression':
      return compileTabular(child(node, 'Expression'), environment);
    case 'DataTableExpression':
      return compileDatatable(node, environment);
    case 'PrintOperator':
      return compilePrint(node, environment);
    case 'RangeOperator':
      return compileRange(node, environment);
    case 'NameReference':
      return compileTableName(node, environment);
    case 'FunctionCallExpression':
      return compileTableCall(node, environment);
    case 'ExternalDataExpression':
    case 'InlineExternalTableExpression':
      return refuse('externaldata', { at: node, instead: 'ingest the file with `patchbay lake ingest` and name its table' });
    default:
      break;
  }
  const source = findSource(kind);
  if (source !== null) return source(node, environment);
  // Inside a subquery (mv-apply, partition) an operator may stand first: its input is the rows of the place.
  if (environment.row !== null && findOperator(kind) !== null) return applyOperator(node, environment.row, environment);
  return refuse(`The ${readable(kind)} '${textOf(node).slice(0, 40)}'`, { at: node });
}

function compilePipe(node: SyntaxNode, environment: Environment): Relation {
  return applyOperator(child(node, 'Operator'), compileTabular(child(node, 'Expression'), environment), environment);
}

/** Runs one pipe step on its input. */
export function applyOperator(operator: SyntaxNode, input: Relation, environment: Environment): Relation {
  const kind = classOf(operator);
  const compile = findOperator(kind);
  if (compile === null) return refuse(`The operator '${operatorWord(operator)}'`, { at: operator });
  return compile(operator, input, environment);
}

function operatorWord(operator: SyntaxNode): string {
  return textOf(operator).split(/\s/)[0] ?? readable(classOf(operator));
}

function compileTableCall(node: SyntaxNode, environment: Environment): Relation {
  const name = nameOf(child(node, 'Name'));
  const body = calledBody(node);
  if (body !== null) return compileTableBody(node, body, bodyEnvironment(node, environment));
  const source = findSource(name);
  if (source !== null) return source(node, environment);
  return refuse(`The function '${name}()'`, { at: child(node, 'Name') });
}

import { refuse } from '../diagnostics.ts';
import { bind, type Binding, compileScalar, compileTabular, type Environment, once, onRow } from '../environment.ts';
import { child, classOf, list, nameOf, parametersOf, readable, type SyntaxNode, textOf, typeNameOf } from '../syntax/tree.ts';

/** Goes through statements before a result: `let` binds names, options that change nothing are passed over. */
export function runStatements(statements: readonly SyntaxNode[], environment: Environment): Environment {
  return statements.reduce(runStatement, environment);
}

function runStatement(environment: Environment, statement: SyntaxNode): Environment {
  const kind = classOf(statement);
  if (kind === 'LetStatement') return bindLet(environment, statement);
  if (kind === 'SetOptionStatement') return environment;
  return refuse(`The ${readable(kind)} '${textOf(statement).slice(0, 40)}'`, { at: statement });
}

function bindLet(environment: Environment, statement: SyntaxNode): Environment {
  const name = nameOf(child(statement, 'Name'));
  const expression = child(statement, 'Expression');
  const kind = classOf(expression);
  if (kind === 'FunctionDeclaration') return bind(environment, name, { kind: 'function', environment, body: child(expression, 'Body') });
  return bind(environment, name, bindingOf(expression, environment));
}

/** The arguments of a call, names taken off. */
export function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return list(child(node, 'ArgumentList'), 'Expressions');
}

/** The environment of a called body: parameters bound to arguments or defaults, outer names as where it was declared. */
export function bodyEnvironment(node: SyntaxNode, environment: Environment, piped: Binding | null = null): Environment {
  const name = nameOf(child(node, 'Name'));
  const declared = environment.names.get(name);
  const home = declared?.kind === 'function' ? declared.environment : environment;
  const parameters = parametersOf(node);
  const given = argumentsOf(node);
  const named = new Map<string, SyntaxNode>();
  for (const item of given)
    if (classOf(item) === 'SimpleNamedExpression') named.set(nameOf(child(item, 'Name')), child(item, 'Expression'));
  const takesPiped = piped !== null;
  // What has no name belongs to the first parameter that is still without a value.
  const open = parameters.slice(takesPiped ? 1 : 0).filter((parameter) => !named.has(parameter.Name));
  const positional = new Map(
    given.filter((item) => classOf(item) !== 'SimpleNamedExpression').map((item, index) => [open[index]?.Name, item]),
  );
  let inner: Environment = { ...home, row: null };
  parameters.forEach((parameter, index) => {
    if (takesPiped && index === 0) {
      inner = bind(inner, parameter.Name, piped);
      return;
    }
    const written = named.get(parameter.Name) ?? positional.get(parameter.Name) ?? parameter.DefaultValue;
    if (written === null || written === undefined) refuse(`The parameter '${parameter.Name}' without a value`, { at: node });
    inner = bind(inner, parameter.Name, bindingOf(written, environment));
  });
  return inner;
}

/** What an expression is when a name stands for it. */
export function bindingOf(written: SyntaxNode, environment: Environment): Binding {
  return typeNameOf(written) === 'table'
    ? { kind: 'relation', relation: once(() => compileTabular(written, onRow(environment, null))) }
    : { kind: 'scalar', scalar: once(() => compileScalar(written, environment)) };
}

/**
 * The one adapter to Microsoft's bridged parser: its classes arrive untyped (C# compiled to JavaScript), so what we read of
 * them is written down here, and every cast is in this file. Lists are .NET lists, names of classes are `$$name`.
 */
export type SyntaxNode = {
  readonly TextStart: number;
  readonly Width: number;
  readonly ChildCount: number;
  readonly IsMissing: boolean;
  GetChild(index: number): SyntaxNode | null;
  ToString(includeTrivia: number): string;
};

export type TreeSymbol = { readonly Name: string };

type DotNetList<T> = { readonly Count: number; getItem(index: number): T };
type TreeType = TreeSymbol & { readonly Columns?: DotNetList<{ readonly Name: string; readonly Type: TreeType }> };

export type TreeDiagnostic = {
  readonly Severity: string;
  readonly Code: string;
  readonly Message: string;
  readonly Start: number;
  readonly Length: number;
};

/** A parsed and bound query. */
export type BoundQuery = {
  readonly Syntax: SyntaxNode;
  readonly Text: string;
  readonly Kind: string;
  readonly ResultType: TreeType | null;
  GetDiagnostics(): DotNetList<TreeDiagnostic>;
};

export type NamedType = { readonly name: string; readonly type: string };

/** The class of a node or symbol without its namespace: `FilterOperator`, `ColumnSymbol`. */
export function classOf(thing: object): string {
  const full = (thing.constructor as unknown as { readonly $$name?: string }).$$name ?? '';
  // Generic classes carry their arguments after a dollar sign: SeparatedElement$1$Kusto….
  const plain = full.split(/\$\d/)[0] ?? '';
  return plain.slice(plain.lastIndexOf('.') + 1);
}

/** `FilterOperator` → `filter operator`. */
export function readable(kind: string): string {
  return kind.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}

/** A child by its name in the grammar, or null when it is not written. */
export function optional(node: SyntaxNode, name: string): SyntaxNode | null {
  const found = (node as unknown as Readonly<Record<string, SyntaxNode | null | undefined>>)[name];
  return found === undefined || found === null || found.IsMissing === true ? null : found;
}

/** A child that the grammar guarantees. */
export function child(node: SyntaxNode, name: string): SyntaxNode {
  const found = optional(node, name);
  if (found === null) throw new Error(`${classOf(node)} has no ${name}`);
  return found;
}

/** The elements of a list, without the separators between them. */
export function elements(list: SyntaxNode | null): readonly SyntaxNode[] {
  if (list === null) return [];
  const found: SyntaxNode[] = [];
  for (let index = 0; index < list.ChildCount; index += 1) {
    const item = list.GetChild(index);
    if (item === null) continue;
    const element = classOf(item) === 'SeparatedElement' ? item.GetChild(0) : item;
    if (element !== null) found.push(element);
  }
  return found;
}

/** The elements of a named list of a node. */
export function list(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  return elements(optional(node, name));
}

/** The text of a node without the blanks and comments around it. */
export function textOf(node: SyntaxNode): string {
  // 1 = interior trivia only: comments before a node are not part of it.
  return node.ToString(1).trim();
}

/** The plain name that a declaration or reference spells, brackets and quotes removed. */
export function nameOf(node: SyntaxNode): string {
  const simple = (node as unknown as { readonly SimpleName?: string }).SimpleName;
  return typeof simple === 'string' && simple !== '' ? simple : textOf(node);
}

/** The names of columns and variables that an expression speaks of. */
export function namesIn(node: SyntaxNode): readonly string[] {
  if (classOf(node) === 'NameReference') return [nameOf(node)];
  // The name of a called function is none of them.
  if (classOf(node) === 'FunctionCallExpression') return namesIn(child(node, 'ArgumentList'));
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).flatMap((item) =>
    item === null ? [] : namesIn(item),
  );
}

/** True for an expression that speaks of a column. */
export function hasColumn(node: SyntaxNode): boolean {
  if (classOf(node) === 'NameReference') return classOf(symbolOf(node) ?? {}) === 'ColumnSymbol';
  return Array.from({ length: node.ChildCount }, (_, index) => node.GetChild(index)).some((item) => item !== null && hasColumn(item));
}

/** What a node refers to: a column, variable, parameter, function, table. */
export function symbolOf(node: SyntaxNode): TreeSymbol | null {
  return (node as unknown as { readonly ReferencedSymbol?: TreeSymbol | null }).ReferencedSymbol ?? null;
}

/** The name of a scalar result type, or 'table' / 'tuple' / '' when there is none. */
export function typeNameOf(node: SyntaxNode): string {
  const type = (node as unknown as { readonly ResultType?: TreeType | null }).ResultType;
  if (type === null || type === undefined) return '';
  if (classOf(type) === 'TableSymbol') return 'table';
  return scalarName(type);
}

/** The columns that a tabular expression or operator results in. */
export function resultColumns(node: SyntaxNode): readonly NamedType[] {
  return columnsOfType((node as unknown as { readonly ResultType?: TreeType | null }).ResultType ?? null);
}

export function columnsOfType(type: TreeType | null): readonly NamedType[] {
  const columns = type?.Columns;
  if (columns === undefined) return [];
  return toArray(columns).map((column) => ({ name: column.Name, type: scalarName(column.Type) }));
}

/** Text, number or null of a literal, as the parser read it. */
export function literalText(node: SyntaxNode): string | null {
  const value = (node as unknown as { readonly LiteralValue?: { toString(): string } | null }).LiteralValue;
  return value === null || value === undefined ? null : value.toString();
}

/** The bound body of the user-defined function that a call runs; null for built-in functions. */
export function calledBody(node: SyntaxNode): SyntaxNode | null {
  return (node as unknown as { GetCalledFunctionBody(): SyntaxNode | null }).GetCalledFunctionBody();
}

/** The parameters of the signature that a call was bound to. */
export function parametersOf(node: SyntaxNode): readonly { readonly Name: string; readonly DefaultValue: SyntaxNode | null }[] {
  const signature = (node as unknown as { readonly ReferencedSignature?: { readonly Parameters: DotNetList<never> } | null })
    .ReferencedSignature;
  return signature === null || signature === undefined ? [] : toArray(signature.Parameters);
}

export function toArray<T>(dotNet: DotNetList<T>): readonly T[] {
  return Array.from({ length: dotNet.Count }, (_, index) => dotNet.getItem(index));
}

function scalarName(type: TreeType): string {
  const kind = classOf(type);
  if (kind.startsWith('Dynamic')) return 'dynamic';
  return kind === 'TupleSymbol' ? 'tuple' : type.Name;
}

/** True for a node of this tree, false for one of a body that the binder made apart. */
export function isInside(node: SyntaxNode, root: SyntaxNode): boolean {
  return (node as unknown as { readonly Root?: object | null }).Root === root;
}

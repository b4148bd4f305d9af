import type { Environment } from '../environment.ts';
import type { Relation } from '../relation.ts';
import type { SyntaxNode } from '../syntax/tree.ts';
import { compileExtend, compileProject, compileRename, compileSelection } from './columns.ts';
import {
  compileAs,
  compileCount,
  compileDistinct,
  compileFilter,
  compileGetSchema,
  compileSample,
  compileSampleDistinct,
  compileSerialize,
  compileSort,
  compileTake,
  compileTop,
  passThrough,
} from './rows.ts';
import { compileEvaluate } from './evaluate.ts';
import { compileMvApply, compileMvExpand } from './expand.ts';
import { compileFind } from './find.ts';
import { compileInvoke } from './invoke.ts';
import { compileJoin, compileLookup } from './join.ts';
import { compileMakeSeries } from './make-series.ts';
import { compileParse, compileParseKv, compileParseWhere } from './parse.ts';
import { compilePartition } from './parts.ts';
import { compileScan } from './scan.ts';
import { compileSearch, compileSearchSource } from './search.ts';
import { compileSummarize } from './summarize.ts';
import { compileTableFunction } from './tables.ts';
import { compileTopNested } from './top-nested.ts';
import { compileUnion, compileUnionSource } from './union.ts';

/** One operator: its node, the rows that flow in, and the place it stands at. */
export type OperatorCompiler = (node: SyntaxNode, input: Relation, environment: Environment) => Relation;

/** A tabular expression that needs no input. */
export type SourceCompiler = (node: SyntaxNode, environment: Environment) => Relation;

const operators: Readonly<Record<string, OperatorCompiler>> = {
  FilterOperator: compileFilter,
  ExtendOperator: compileExtend,
  ProjectOperator: compileProject,
  ProjectAwayOperator: compileSelection,
  ProjectKeepOperator: compileSelection,
  ProjectReorderOperator: compileSelection,
  ProjectByNamesOperator: compileSelection,
  ProjectRenameOperator: compileRename,
  TakeOperator: compileTake,
  SortOperator: compileSort,
  TopOperator: compileTop,
  CountOperator: compileCount,
  DistinctOperator: compileDistinct,
  SerializeOperator: compileSerialize,
  SampleOperator: compileSample,
  SampleDistinctOperator: compileSampleDistinct,
  AsOperator: compileAs,
  RenderOperator: passThrough,
  ConsumeOperator: passThrough,
  GetSchemaOperator: compileGetSchema,
  SummarizeOperator: compileSummarize,
  JoinOperator: compileJoin,
  LookupOperator: compileLookup,
  UnionOperator: compileUnion,
  MvExpandOperator: compileMvExpand,
  MvApplyOperator: compileMvApply,
  ParseOperator: compileParse,
  ParseWhereOperator: compileParseWhere,
  ParseKvOperator: compileParseKv,
  MakeSeriesOperator: compileMakeSeries,
  SearchOperator: compileSearch,
  PartitionOperator: compilePartition,
  TopNestedOperator: compileTopNested,
  ScanOperator: compileScan,
  InvokeOperator: compileInvoke,
  EvaluateOperator: compileEvaluate,
};

const sources: Readonly<Record<string, SourceCompiler>> = {
  UnionOperator: compileUnionSource,
  SearchOperator: compileSearchSource,
  FindOperator: compileFind,
  table: compileTableFunction,
};

const operatorTable = new Map(Object.entries(operators));
const sourceTable = new Map(Object.entries(sources));

/** The compiler of an operator by the kind of its node, or null. */
export function findOperator(kind: string): OperatorCompiler | null {
  return operatorTable.get(kind) ?? null;
}

/** The compiler of a source by the kind of its node or the name of its function, or null. */
export function findSource(kind: string): SourceCompiler | null {
  return sourceTable.get(kind) ?? null;
}

/** Every operator that is supported, for the walk of the goldens. */
export function operatorNames(): readonly string[] {
  return [...operatorTable.keys()];
}

import { File, Link2 } from 'lucide-react';
import { useMemo } from 'react';
import type { ContentBlock, ToolResult } from '../../contract/objects.ts';
import { ChartOrTable } from '../charts/chart-or-table.tsx';
import { findChart } from '../charts/find-chart.ts';
import { DataTable } from '../kit/data-table.tsx';
import { formatBytes } from '../kit/format.ts';
import { CodeBlock, JsonView } from '../kit/json-view.tsx';
import type { Table } from '../kit/table.ts';
import { fieldsBeside, findTable, readJsonText } from './find-table.ts';
import { Prose, StructuredView } from './structured-view.tsx';

/** A result as a person reads it: tables as tables, images as images, the rest as text or JSON. */
export function ToolResultView({ result }: { readonly result: ToolResult }) {
  const table = result.structuredContent === undefined ? null : findTable(result.structuredContent);
  const drawn = useMemo(() => findChart(result.structuredContent), [result.structuredContent]);
  // A server that has structured content repeats it as text for those who cannot read it.
  const blocks =
    result.structuredContent === undefined ? result.content : result.content.filter((block) => !repeats(block, result.structuredContent));
  return (
    <div className="flex flex-col gap-3">
      {drawn !== null && <ChartOrTable answer={drawn.answer} visualization={drawn.visualization} />}
      {drawn !== null ? null : table ? (
        <FoundTable value={result.structuredContent} table={table} />
      ) : (
        result.structuredContent !== undefined && <StructuredView value={result.structuredContent} label="structured result" />
      )}
      {blocks.map((block, index) => (
        // Blocks have no identity and never move.
        <Block key={index} block={block} />
      ))}
      {blocks.length === 0 && result.structuredContent === undefined && (
        <p className="text-sm text-ink-faint">The tool answered with nothing.</p>
      )}
    </div>
  );
}

/** The text form of a result, for calls whose whole result is not kept. */
export function TextResult({ text }: { readonly text: string }) {
  const value = readJsonText(text);
  const table = findTable(value);
  if (table !== null) return <FoundTable value={value} table={table} />;
  if (typeof value !== 'string') return <StructuredView value={value} label="result" />;
  return <Prose text={value} />;
}

/** The table in a value, under what the value says beside it. */
function FoundTable({ value, table }: { readonly value: unknown; readonly table: Table }) {
  const beside = fieldsBeside(value);
  return (
    <div className="flex flex-col gap-3">
      {beside !== null && <StructuredView value={beside} label="result beside the table" />}
      <DataTable table={table} label="Result as a table" />
    </div>
  );
}

function Block({ block }: { readonly block: ContentBlock }) {
  switch (block.type) {
    case 'text':
      return <TextResult text={block.text} />;
    case 'image':
      return <img src={dataUrl(block)} alt="Result of the tool" className="max-h-120 max-w-full self-start rounded-md border bg-inset" />;
    case 'audio':
      return (
        <audio controls src={dataUrl(block)} className="h-10 max-w-full" aria-label="Sound from the tool">
          <track kind="captions" />
        </audio>
      );
    case 'resource_link':
      return <ResourceLink name={block.title ?? block.name} uri={block.uri} note={block.description ?? block.mimeType} size={block.size} />;
    case 'resource':
      return <Resource resource={block.resource} />;
    default:
      return <JsonView value={block} label="block" />;
  }
}

function Resource({ resource }: { readonly resource: Extract<ContentBlock, { readonly type: 'resource' }>['resource'] }) {
  const { uri, mimeType = 'application/octet-stream' } = resource;
  const heading = (
    <p className="flex items-center gap-1.5 font-mono text-xs wrap-anywhere text-ink-faint">
      <File className="size-3.5 shrink-0" aria-hidden="true" /> {uri}
    </p>
  );
  if ('text' in resource) {
    return (
      <div className="flex flex-col gap-1.5">
        {heading}
        {mimeType === 'text/markdown' ? <Prose text={resource.text} /> : <TextOrCode text={resource.text} />}
      </div>
    );
  }
  const bytes = Math.floor((resource.blob.length * 3) / 4);
  if (mimeType.startsWith('image/')) {
    return (
      <div className="flex flex-col gap-1.5">
        {heading}
        <img
          src={`data:${mimeType};base64,${resource.blob}`}
          alt={uri}
          className="max-h-120 max-w-full self-start rounded-md border bg-inset"
        />
      </div>
    );
  }
  return (
    <div className="flex flex-col gap-1.5">
      {heading}
      <a
        className="self-start text-sm underline decoration-live underline-offset-3"
        href={`data:application/octet-stream;base64,${resource.blob}`}
        download={uri.split('/').at(-1) || 'resource'}
      >
        Save {mimeType}, {formatBytes(bytes)}
      </a>
    </div>
  );
}

function TextOrCode({ text }: { readonly text: string }) {
  const value = readJsonText(text);
  const table = findTable(value);
  if (table !== null) return <DataTable table={table} label="Resource as a table" />;
  return typeof value === 'string' ? <CodeBlock text={text} label="resource" /> : <JsonView value={value} label="resource" />;
}

function ResourceLink({
  name,
  uri,
  note,
  size,
}: {
  readonly name: string;
  readonly uri: string;
  readonly note?: string;
  readonly size?: number;
}) {
  const web = /^https?:\/\//i.test(uri);
  const details = [note, size === undefined ? null : formatBytes(size), web ? null : uri].filter(Boolean).join(' · ');
  return (
    <div className="flex items-start gap-2 text-base">
      <Link2 className="mt-0.5 size-4 shrink-0 text-ink-faint" aria-hidden="true" />
      <div className="min-w-0 wrap-anywhere">
        {web ? (
          <a href={uri} target="_blank" rel="noopener noreferrer" className="underline decoration-live underline-offset-3">
            {name}
          </a>
        ) : (
          <span>{name}</span>
        )}
        {details && <p className="text-sm text-ink-faint">{details}</p>}
      </div>
    </div>
  );
}

function dataUrl({ data, mimeType }: { readonly data: string; readonly mimeType: string }): string {
  return `data:${mimeType};base64,${data}`;
}

function repeats(block: ContentBlock, structured: unknown): boolean {
  if (block.type !== 'text') return false;
  const value = readJsonText(block.text);
  return typeof value !== 'string' && JSON.stringify(value) === JSON.stringify(structured);
}

import type { Command } from 'commander';
import type { ToolResult } from '../contract/objects.ts';
import { AppError } from '../domain/errors.ts';
import { columns, print } from './output.ts';
import { type CommandSurroundings, outputOf } from './surroundings.ts';

/** `patchbay tools list|call`. */
export function addToolCommands(program: Command, surroundings: CommandSurroundings): void {
  const tools = program.command('tools').description("list and call a connector's tools");

  tools
    .command('list <connector>')
    .description('the tools of a connector')
    .option('--refresh', 'read them from the server again', false)
    .action(async (connector: string, options: { readonly refresh: boolean }, command: Command) => {
      const api = await surroundings.api();
      const path = { id: connector };
      const { tools: found } = options.refresh ? await api.call('refreshTools', { path }) : await api.call('listTools', { path });
      print(outputOf(command, surroundings), found, () =>
        columns([
          ['TOOL', 'KIND', 'STATE', 'DESCRIPTION'],
          ...found.map((tool) => [
            tool.definition.name,
            tool.readOnly ? 'read' : 'write',
            tool.change === 'none' ? (tool.enabled ? 'on' : 'off') : tool.change,
            firstLine(tool.definition.description),
          ]),
        ]),
      );
    });

  tools
    .command('call <connector> <tool> [input]')
    .description('call a tool; the input is a JSON object')
    .option('--yes', 'approve the call if it must be approved', false)
    .action(async (connector: string, tool: string, input: string | undefined, options: { readonly yes: boolean }, command: Command) => {
      const api = await surroundings.api();
      const body = { tool, input: parseInput(input) };
      const path = { id: connector };
      let answer = await api.call('callTool', { path, body, signal: surroundings.signal });
      if (answer.outcome.kind === 'approval_required' && options.yes) {
        const { approvalId } = answer.outcome;
        await api.call('answerApproval', { path: { id: approvalId }, body: { decision: 'once' } });
        answer = await api.call('callTool', { path, body: { ...body, approvalId }, signal: surroundings.signal });
      }
      const { outcome } = answer;
      print(outputOf(command, surroundings), answer, () => (outcome.kind === 'completed' ? describeResult(outcome.result) : []));
      if (outcome.kind === 'failed') throw new AppError('upstream.protocol-error', { sentence: `${outcome.message} [${outcome.code}]` });
      if (outcome.kind === 'denied') throw new AppError('identity.forbidden', { sentence: outcome.reason });
      if (outcome.kind === 'authorization_required') throw new AppError('connection.sign-in-required', { sentence: outcome.message });
      if (outcome.kind === 'approval_required')
        throw new AppError('identity.forbidden', {
          sentence: `"${tool}" may change something and needs approval. Add --yes to approve this call.`,
        });
      if (outcome.result.isError === true) throw new AppError('upstream.protocol-error', { sentence: 'The tool answered with an error.' });
    });
}

function parseInput(text = '{}'): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ...value };
  } catch {
    // Said below, as for every other thing that is no JSON object.
  }
  throw new AppError('request.invalid', { sentence: `The input must be a JSON object, such as '{"message":"hello"}'.` });
}

function describeResult(result: ToolResult): readonly string[] {
  return result.content.map((block) => {
    switch (block.type) {
      case 'text':
        return block.text;
      case 'resource_link':
        return `${block.name}: ${block.uri}`;
      case 'resource':
        return 'text' in block.resource ? block.resource.text : `[${block.resource.mimeType ?? 'binary'}: ${block.resource.uri}]`;
      case 'image':
      case 'audio':
        return `[${block.mimeType}, ${Math.round((block.data.length * 3) / 4)} bytes; --json prints it]`;
    }
  });
}

const firstLine = (text = '') => text.split('\n', 1)[0]?.slice(0, 80) ?? '';

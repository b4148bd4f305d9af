import type { PermissionLevel } from '../domain/connector.ts';
import { isReadOnly, type ToolDefinition, type ToolSnapshot } from '../domain/tool.ts';

/** What a call of a tool meets: the tool's own setting, else the connector's level. A tool that does not claim to be read-only counts as a write. */
export function permissionFor(
  tool: { readonly definition: ToolDefinition; readonly permission: ToolSnapshot['permission'] },
  level: PermissionLevel,
): 'allow' | 'ask' | 'deny' {
  if (tool.permission !== null) return tool.permission;
  switch (level) {
    case 'always-ask':
      return 'ask';
    case 'allow-reads':
      return isReadOnly(tool.definition) ? 'allow' : 'ask';
    case 'allow-all':
      return 'allow';
  }
}

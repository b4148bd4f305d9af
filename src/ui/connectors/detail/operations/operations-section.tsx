import type { ConnectorView } from '../../../../contract/objects.ts';
import { useRoute } from '../../../app/api.ts';
import { ProblemNotice, SkeletonRows } from '../../../kit/empty-state.tsx';
import { Section } from '../../../kit/page.tsx';
import { DescriptionCard } from './description-card.tsx';
import { OperationPicker } from './operation-picker.tsx';

/** An API's description, and which of its operations are tools. */
export function OperationsSection({ connector, onReplaced }: { readonly connector: ConnectorView; readonly onReplaced: () => void }) {
  const offered = useRoute('listOperations', { path: { id: connector.id } });
  if (offered.isError) return <ProblemNotice error={offered.error} onRetry={() => offered.refetch()} />;
  if (offered.isPending) return <SkeletonRows rows={4} />;
  if (offered.data === null) return null;
  const { api, operations } = offered.data;
  return (
    <>
      <Section title="Description">
        <DescriptionCard connector={connector} api={api} operations={operations} onReplaced={onReplaced} />
      </Section>
      <Section title="Operations" sentence="Those that are ticked become tools, each with a switch of its own under Tools.">
        {/* Another description has other operations to choose from. */}
        <OperationPicker key={operations.map(({ operation }) => operation).join('\n')} connector={connector} operations={operations} />
      </Section>
    </>
  );
}

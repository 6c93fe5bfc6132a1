import { startDemoNetwork } from '../../src/demo/index.ts';
import type { RecordsFile } from '../../src/demo/records-file.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

const { records, expandsTemplates } = await inputFromParent<{
  records: RecordsFile;
  /** For all servers alike. */
  expandsTemplates?: boolean;
}>();
const network = await startDemoNetwork({ records });
if (expandsTemplates !== undefined) {
  for (const server of network.servers) server.expandsTemplates = expandsTemplates;
}
serveParent({ bootstrap: network.bootstrap });

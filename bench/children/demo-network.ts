import { startDemoNetwork } from '../../src/demo/index.ts';
import type { RecordsFile } from '../../src/demo/records-file.ts';
import { LIE } from '../kit/lie.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

const { records, expandsTemplates } = await inputFromParent<{
  records: RecordsFile;
  /** For all servers alike. */
  expandsTemplates?: boolean;
}>();
const told = process.env[LIE] === undefined ? records : falsified(records);
const network = await startDemoNetwork({ records: told });
if (expandsTemplates !== undefined) {
  for (const server of network.servers) server.expandsTemplates = expandsTemplates;
}
/** The same records, but that they lead elsewhere. */
function falsified(file: RecordsFile): RecordsFile {
  return JSON.parse(JSON.stringify(file).replaceAll('example.org', 'wrong.example')) as RecordsFile;
}

serveParent({ bootstrap: network.bootstrap });

import { startDemoNetwork } from '../../src/demo/index.ts';
import type { RecordsFile } from '../../src/demo/records-file.ts';
import { inputFromParent, serveParent } from '../kit/serve-parent.ts';

const { records } = inputFromParent<{ records: RecordsFile }>();
const network = await startDemoNetwork({ records });
serveParent({ bootstrap: network.bootstrap });

import cluster from 'node:cluster';
import { serveParent } from './serve-parent.ts';

/**
 * Loaded into the program before it starts: tells the parent what the process uses, and ends it with
 * the parent. The program itself knows nothing of it.
 */
if (cluster.isPrimary && process.send !== undefined) serveParent({});

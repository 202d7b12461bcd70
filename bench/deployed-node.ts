/**
 * Node gives V8 more room on a large machine than on a small one. Where memory is measured, the app has what it gets
 * where it is deployed: these are the limits that Node 24 sets itself at a memory of 2,048 MB (read with
 * `v8.getHeapStatistics()` and `v8.getHeapSpaceStatistics()` under a control group of that size).
 */
export const deployedNodeOptions = ['--max-old-space-size=1024', '--max-semi-space-size=32'];

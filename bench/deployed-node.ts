/**
 * Node gives young objects more room on a large machine than on a small one: up to 64 MB three times over. Where memory
 * is measured, the app has what it gets where it is deployed: at most 16 MB at a memory of 2,048 MB.
 * https://nodejs.org/api/cli.html#--max-semi-space-sizesize-in-mib
 */
export const deployedNodeOption = '--max-semi-space-size=16';

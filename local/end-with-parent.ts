/** Words for Node's command line with which a child process ends when the one that started it does, however that ends. */

/** The child's stdin must be a pipe, which its parent leaves open. */
const script = 'process.stdin.on("close", () => process.exit(0)).resume().unref()';

export const endWithParent = ['--import', `data:text/javascript,${encodeURIComponent(script)}`];

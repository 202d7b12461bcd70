/** The HTTP routes below the prefix `/api`. Fixed: Graph and other programs rely on them. */
export const routes = {
  notifications: 'notifications',
  lifecycle: 'lifecycle',
  health: 'health',
  status: 'status',
  doctor: 'doctor',
  backfill: 'backfill',
  reconcile: 'reconcile',
  redrive: 'redrive',
  seal: 'seal',
} as const;

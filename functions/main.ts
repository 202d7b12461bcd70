/** The entry of the Functions app, and its table of contents. A wrong configuration stops it before anything starts. */
import { app as host } from '@azure/functions';
import { makeApp } from '../src/app.ts';
import { readConfig } from '../src/config/read-config.ts';
import { routes } from '../src/config/routes.ts';
import { readInvocation, writeLine } from './invocation.ts';
import { registerOperatorRoute } from './operator-route.ts';
import { readOrExit } from './read-or-exit.ts';
import { registerReadRoute } from './read-route.ts';
import { registerRequests } from './requests.ts';
import { registerTimers } from './timers.ts';
import { registerWebhook } from './webhook.ts';
import { registerWork } from './work.ts';

/** Put in by the build, from package.json. */
declare const PACKAGE_VERSION: string;

const config = readOrExit(readConfig, process.env);
const app = makeApp(config, { version: PACKAGE_VERSION, writeLine, readInvocation });

registerWebhook('notifications', routes.notifications, app.receiveNotifications);
registerWebhook('lifecycle', routes.lifecycle, app.receiveLifecycle);
registerRequests(app);
registerWork(app);
registerTimers(app, config);
registerOperatorRoute(routes.backfill, app.receiveBackfill);
registerOperatorRoute(routes.reconcile, app.receiveReconcile);
registerOperatorRoute(routes.redrive, app.receiveRedrive);
registerOperatorRoute(routes.seal, app.receiveSeal);
registerReadRoute(routes.health, 'anonymous', app.receiveHealth);
registerReadRoute(routes.status, 'function', app.receiveStatus);
registerReadRoute(routes.doctor, 'function', app.receiveDoctor);
host.hook.appTerminate(() => app.end());

/** `GET /api/doctor`: checks made now with the app's own identity. */
import type { HttpReply } from '../model/http-reply.ts';
import { runChecks } from './check.ts';
import { type DoctorTools, makeDoctorChecks } from './doctor-checks.ts';
import { formatReport } from './report.ts';

export function makeReceiveDoctor(tools: DoctorTools): () => Promise<HttpReply> {
  return async () => {
    const now = tools.now();
    return formatReport(await runChecks(makeDoctorChecks(tools), now), now, tools.version);
  };
}

/** The calls that happen every day at the same time, and the causes in them that somebody should find. */
import { minuteMs, secondMs } from '../durations.ts';
import type { DayPlan, Occasions } from './day-plan.ts';
import type { Department } from './employees.ts';
import { badHeadsetOf, badWiFiOf, type Employee } from './people.ts';

const standUps: readonly [Department, hours: number, minutes: number][] = [
  ['Sales', 8, 0],
  ['Support', 8, 0],
  ['Engineering', 8, 15],
  ['Operations', 8, 15],
  ['Finance', 8, 30],
];

export function plantCalls(plan: DayPlan, { allHands, congested }: Occasions): void {
  const { company, make, at, add, random } = plan;
  const employee = (name: string) => {
    const found = company.employees.find((one) => one.name === name);
    if (!found) throw new Error(`Nobody at Contoso is called ${name}`);
    return found;
  };

  for (const [department, hours, minutes] of standUps) {
    const team = company.employees.filter((one) => one.department === department);
    const hasBadWiFi = team.some(({ name }) => name === badWiFiOf);
    const cause = hasBadWiFi ? ({ cause: 'bad-wifi' } as const) : {};
    add(make.meeting(team as [Employee], at(hours, minutes), random.int(11, 19) * minuteMs, cause));
  }
  if (allHands) {
    add(make.meeting([...company.employees] as [Employee, ...Employee[]], at(9, 30), 41 * minuteMs));
  }

  add(
    make.talk([employee('Bob Okafor'), employee('Yuki Tanaka')], at(8, 52), 23 * secondMs, {
      cause: 'not-connected',
      failure: { stage: 'callSetup', reason: 'The callee could not be reached' },
    }),
  );
  add(
    make.talk([employee('Anna Schmidt'), employee(badWiFiOf)], at(9, 3), 12 * minuteMs + 37_000, {
      cause: 'rated',
      feedback: {
        rating: 'poor',
        text: 'Tom was hard to understand, his voice kept breaking up',
        tokens: { NoSound: false, Echo: false, Noisy: false, DistortedSound: true, Interruptions: true },
      },
    }),
  );
  add(
    make.talk([employee(badHeadsetOf), employee('Felix Brandt')], at(10, 32), 9 * minuteMs + 14_000, {
      cause: 'bad-headset',
    }),
  );
  const driver = employee('Luca Moretti');
  add(
    make.talk([driver, employee('Katrin Scholz')], at(11, 4), 4 * minuteMs + 12_000, {
      cause: 'drop',
      failure: { stage: 'midcall', reason: 'The network connection was lost' },
    }),
  );
  add(make.talk([driver, employee('Katrin Scholz')], at(11, 9), 7 * minuteMs + 41_000));
  if (!congested) return;
  const inHamburg = ['Karim Haddad', 'Lena Vogel', 'Nora Lund', 'Sven Petersen'].map(employee);
  const inMunich = ['Mei Chen', 'Julia Hoffmann', 'Claire Dubois'].map(employee);
  add(
    make.meeting([...inMunich, ...inHamburg] as [Employee, ...Employee[]], at(12, 15), 38 * minuteMs, {
      cause: 'congested-line',
    }),
  );
  add(
    make.talk([employee('Hanna Krüger'), employee('Katrin Scholz')], at(13, 20), 11 * minuteMs, {
      cause: 'congested-line',
    }),
  );
}

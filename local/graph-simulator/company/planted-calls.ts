/** The calls that happen every day at the same time, and the causes in them that somebody should find. */
import { minuteMs, secondMs } from '../durations.ts';
import type { DayPlan, Occasions } from './day-plan.ts';
import type { Department } from './employees.ts';
import { badHeadsetOf, badWiFiOf, type Company, type Employee } from './people.ts';

const standUps: readonly [Department, hours: number, minutes: number][] = [
  ['Sales', 8, 0],
  ['Support', 8, 0],
  ['Engineering', 8, 15],
  ['Operations', 8, 15],
  ['Finance', 8, 30],
];

const choppy = {
  rating: 'poor',
  text: 'Tom was hard to understand, his voice kept breaking up',
  tokens: { NoSound: false, Echo: false, Noisy: false, DistortedSound: true, Interruptions: true },
} as const;

export function plantCalls(plan: DayPlan, { allHands, congested }: Occasions): void {
  const { company, make, at, add } = plan;
  plantStandUps(plan);
  if (allHands) {
    add(make.meeting([...company.employees] as [Employee, ...Employee[]], at(9, 30), 41 * minuteMs));
  }
  plantTalks(plan);
  if (congested) plantCongestion(plan);
}

function plantStandUps({ company, make, at, add, random }: DayPlan): void {
  for (const [department, hours, minutes] of standUps) {
    const team = company.employees.filter((one) => one.department === department);
    const hasBadWiFi = team.some(({ name }) => name === badWiFiOf);
    const cause = hasBadWiFi ? ({ cause: 'bad-wifi' } as const) : {};
    add(make.meeting(team as [Employee], at(hours, minutes), random.int(11, 19) * minuteMs, cause));
  }
}

function plantTalks({ company, make: { talk }, at, add }: DayPlan): void {
  const pair = (one: string, other: string) =>
    [findEmployee(company, one), findEmployee(company, other)] as const;
  add(
    talk(pair('Bob Okafor', 'Yuki Tanaka'), at(8, 52), 23 * secondMs, {
      cause: 'not-connected',
      failure: { stage: 'callSetup', reason: 'The callee could not be reached' },
    }),
  );
  add(
    talk(pair('Anna Schmidt', badWiFiOf), at(9, 3), 12 * minuteMs + 37 * secondMs, {
      cause: 'rated',
      feedback: choppy,
    }),
  );
  add(
    talk(pair(badHeadsetOf, 'Felix Brandt'), at(10, 32), 9 * minuteMs + 14 * secondMs, {
      cause: 'bad-headset',
    }),
  );
  const onTheRoad = pair('Luca Moretti', 'Katrin Scholz');
  add(
    talk(onTheRoad, at(11, 4), 4 * minuteMs + 12 * secondMs, {
      cause: 'drop',
      failure: { stage: 'midcall', reason: 'The network connection was lost' },
    }),
  );
  add(talk(onTheRoad, at(11, 9), 7 * minuteMs + 41 * secondMs));
}

function plantCongestion({ company, make, at, add }: DayPlan): void {
  const employee = (name: string) => findEmployee(company, name);
  const inMunich = ['Mei Chen', 'Julia Hoffmann', 'Claire Dubois'].map(employee);
  const inHamburg = ['Karim Haddad', 'Lena Vogel', 'Nora Lund', 'Sven Petersen'].map(employee);
  const people = [...inMunich, ...inHamburg] as [Employee, ...Employee[]];
  const cause = { cause: 'congested-line' } as const;
  add(make.meeting(people, at(12, 15), 38 * minuteMs, cause));
  add(make.talk([employee('Hanna Krüger'), employee('Katrin Scholz')], at(13, 20), 11 * minuteMs, cause));
}

function findEmployee({ employees }: Company, name: string): Employee {
  const found = employees.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody at Contoso is called ${name}`);
  return found;
}

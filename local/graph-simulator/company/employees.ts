/** Who works at Contoso: name, department, office, where they work, and the client they call with. */
import type { City } from './offices.ts';

export type Department = 'Management' | 'Sales' | 'Support' | 'Engineering' | 'Finance' | 'Operations';
/** Where somebody works: at the office, at home, some days here and some there, or on the road. */
export type Workplace = 'office' | 'home' | 'both' | 'road';
export type ClientName = 'windows' | 'mac' | 'iphone' | 'android' | 'browser';

type Row = readonly [name: string, Department, City, Workplace, ClientName];

export const employees: readonly Row[] = [
  ['Carla Weber', 'Management', 'Munich', 'office', 'mac'],
  ['Jonas Lindqvist', 'Management', 'Hamburg', 'both', 'windows'],
  ['Inês Carvalho', 'Management', 'Lisbon', 'office', 'mac'],
  ['Anna Schmidt', 'Sales', 'Munich', 'office', 'windows'],
  ['Tom Becker', 'Sales', 'Munich', 'home', 'windows'],
  ['Bob Okafor', 'Sales', 'Munich', 'both', 'windows'],
  ['Sofia Rossi', 'Sales', 'Munich', 'both', 'mac'],
  ['Karim Haddad', 'Sales', 'Hamburg', 'office', 'windows'],
  ['Lena Vogel', 'Sales', 'Hamburg', 'office', 'windows'],
  ['Miguel Santos', 'Sales', 'Lisbon', 'road', 'iphone'],
  ['Priya Nair', 'Support', 'Munich', 'office', 'windows'],
  ['Felix Brandt', 'Support', 'Munich', 'office', 'windows'],
  ['Emre Yılmaz', 'Support', 'Munich', 'both', 'windows'],
  ['Hanna Krüger', 'Support', 'Hamburg', 'office', 'windows'],
  ['Paul Jensen', 'Support', 'Hamburg', 'office', 'windows'],
  ['Beatriz Lopes', 'Support', 'Lisbon', 'office', 'browser'],
  ['Tiago Ferreira', 'Support', 'Lisbon', 'both', 'windows'],
  ['Grace Mbeki', 'Support', 'Lisbon', 'home', 'windows'],
  ['David Novák', 'Engineering', 'Munich', 'both', 'mac'],
  ['Mei Chen', 'Engineering', 'Munich', 'office', 'mac'],
  ['Oskar Nowak', 'Engineering', 'Munich', 'both', 'windows'],
  ['Julia Hoffmann', 'Engineering', 'Munich', 'office', 'windows'],
  ['Arjun Mehta', 'Engineering', 'Munich', 'home', 'mac'],
  ['Sven Petersen', 'Engineering', 'Hamburg', 'office', 'windows'],
  ['Nora Lund', 'Engineering', 'Hamburg', 'office', 'mac'],
  ['Ahmed Saleh', 'Engineering', 'Hamburg', 'both', 'windows'],
  ['Rita Moreira', 'Engineering', 'Lisbon', 'office', 'windows'],
  ['Pedro Alves', 'Engineering', 'Lisbon', 'home', 'mac'],
  ['Yuki Tanaka', 'Engineering', 'Lisbon', 'both', 'windows'],
  ['Claire Dubois', 'Finance', 'Munich', 'office', 'windows'],
  ['Stefan Maier', 'Finance', 'Munich', 'both', 'windows'],
  ['Elif Demir', 'Finance', 'Munich', 'office', 'windows'],
  ['Ole Hansen', 'Finance', 'Hamburg', 'office', 'windows'],
  ['Marta Silva', 'Finance', 'Lisbon', 'both', 'windows'],
  ['Luca Moretti', 'Operations', 'Munich', 'road', 'android'],
  ['Katrin Scholz', 'Operations', 'Munich', 'office', 'windows'],
  ['Ben Adler', 'Operations', 'Munich', 'office', 'windows'],
  ['Zoë Müller', 'Operations', 'Hamburg', 'office', 'windows'],
  ['Ivan Petrov', 'Operations', 'Hamburg', 'both', 'windows'],
  ['João Ribeiro', 'Operations', 'Lisbon', 'road', 'android'],
  ['Aoife Byrne', 'Operations', 'Lisbon', 'office', 'browser'],
  ['Max Richter', 'Operations', 'Munich', 'both', 'iphone'],
];

/** Whether the archive's storage is there and takes what the app writes; and whether messages have failed for good. */
import { names } from '../../config/names.ts';
import type { StorageAnswer } from '../../ports/storage-probe.ts';
import { type Finding, fine } from '../check.ts';
import type { Commands } from '../commands.ts';

type Problem = StorageAnswer & Required<Pick<StorageAnswer, 'problem'>>;

export function judgeStorage(answers: readonly StorageAnswer[], commands: Commands): Finding {
  const problems = answers.filter((answer): answer is Problem => answer.problem !== undefined);
  const [first] = problems;
  if (!first) return fine({ checked: answers.length });
  const failed = problems.map(({ name, operation, problem: { status, code } }) =>
    [operation, name, status, code].filter((part) => part !== undefined).join(' '),
  );
  return {
    state: 'fail',
    facts: { checked: answers.length, failed: failed.join('; ') },
    advice: [...new Set(problems.map((problem) => adviseOn(problem, commands)))].join('\n'),
  };
}

/** The queue's approximate count includes messages that are being handled. */
export function judgePoison(answers: readonly StorageAnswer[], commands: Commands): Finding {
  const queue = answers.find(({ name }) => name === names.queues.poison);
  const messages = queue?.messages;
  if (queue?.problem || messages === undefined) throw new Error('the queue could not be read');
  if (messages === 0) return fine({ messages });
  return {
    state: 'fail',
    facts: { messages },
    advice:
      `Messages that kept failing are in ${names.queues.poison}; the function "poison" notes them in the failure ` +
      'ledger. Once the cause is gone: call-archive redrive (or POST /api/redrive) asks for the records again. To see ' +
      `what stays there: ${commands.peek(names.queues.poison)}`,
  };
}

function adviseOn({ kind, name, operation, problem: { status } }: Problem, commands: Commands): string {
  if (status === 404)
    return `The ${kind} ${name} is missing. To create it: ${commands.create({ kind, name })}`;
  if (status === 401 || status === 403) {
    return (
      `Storage does not let the app ${operation} the ${kind} ${name}. To let it in: ${commands.letIn({ kind, name })} ` +
      `(or the account’s network rules keep it out: ${commands.showStorageNetwork()})`
    );
  }
  return `Storage did not answer as it should. Its network rules: ${commands.showStorageNetwork()}`;
}

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

/** A queue's approximate count includes messages that are being handled. */
export function judgePoison(answers: readonly StorageAnswer[], commands: Commands): Finding {
  const { poison, workPoison } = names.queues;
  const messages = countMessages(answers, poison);
  const workMessages = countMessages(answers, workPoison);
  const facts = { messages, workMessages };
  const advice = [
    messages > 0 &&
      `Messages that kept failing are in ${poison}; the function "poison" notes them in the failure ledger. Once the ` +
        'cause is gone: call-archive redrive (or POST /api/redrive) asks for the records again. To see what stays there: ' +
        commands.peek(poison),
    workMessages > 0 &&
      `Messages to seal days or to make tables kept failing; the function "work-poison" takes them from ${workPoison}. ` +
        'Once the cause is gone, the next run of the timer does the same work; call-archive seal does it now. To see what ' +
        `stays there: ${commands.peek(workPoison)}`,
  ].filter((line) => line !== false);
  return advice.length === 0 ? fine(facts) : { state: 'fail', facts, advice: advice.join('\n') };
}

function countMessages(answers: readonly StorageAnswer[], name: string): number {
  const queue = answers.find((answer) => answer.name === name && answer.operation === 'read');
  if (queue?.problem || queue?.messages === undefined) throw new Error(`the queue ${name} could not be read`);
  return queue.messages;
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

/** The examples of a page of the documentation: a script in a fence of its own, and below it what comes out. */
export interface PageExample {
  /** Of its section. */
  title: string;
  script: string;
  /** Lines that must come out in this order, with `…` for anything. */
  lines: string[];
}

/** `fence` is what the blocks of scripts are marked with, such as `sh`. */
export function findExamples(page: string, fence: string): PageExample[] {
  const blocks = new RegExp(`\`\`\`${fence}\\n(.*?)\`\`\`\\n\\n\`\`\`text\\n(.*?)\`\`\``, 'gs');
  return page.split(/^## /m).flatMap((section) => {
    const [title = ''] = section.split('\n', 1);
    return [...section.matchAll(blocks)].map(([, script = '', output = '']) => ({
      title,
      script,
      lines: output.trim().split('\n'),
    }));
  });
}

/** The first line of the page that does not come out in its turn. Figures decide where a terminal breaks it: it may be in two lines. */
export function findUntrue(lines: readonly string[], output: string): string | undefined {
  const printed = output.split('\n');
  let at = 0;
  return lines.find((line) => {
    const words = line
      .trim()
      .split(/\s+/)
      .map((word) => word.split('…').map(quote).join('.*'));
    const form = new RegExp(`^\\s*${words.join('\\s+')}\\s*$`.replaceAll('\\s+.*\\s+', '.*'));
    const found = printed.findIndex(
      (text, i) => i >= at && (form.test(text) || form.test(`${text} ${printed[i + 1] ?? ''}`)),
    );
    at = found + 1;
    return found < 0;
  });
}

function quote(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** What the state check looks for, and the sentence for people. The order is that of the report. */
export const PROBLEMS = {
  'row-changed': 'holds what no event put there',
  'row-inserted': 'is there without an event that it came',
  'row-removed': 'is gone without an event that it went',
  'event-altered': 'is not the text that was sealed; what it says of its row cannot be relied on',
  'event-unsealed':
    'was committed before the newest checkpoint and is not in the log: its leaf is gone, or it was put in',
  'events-missing': 'is gone',
  'event-lost': 'is in the log, and its event is gone',
  'text-altered': 'has another private text than the one that its leaf is bound to',
  'text-removed': 'has lost its private text without an erasure',
  'text-restored': 'has its private text again, after an erasure',
  'head-altered': 'is not numbered up to where its counter stands',
  'leaf-misfiled': 'is indexed under another stream, time, actor or type than its event says',
  'leaves-missing': 'is gone',
  'root-differs': 'has another root than the leaves below it',
  'node-altered': 'is not what its leaves make it',
  'table-unguarded': 'can be changed without an event: its trigger is missing, disabled or not for every change',
  'log-unguarded': 'can be changed: its trigger is missing or disabled',
} as const;
export type Problem = keyof typeof PROBLEMS;

/** One thing that is not as the log says. */
export interface Finding {
  readonly problem: Problem;
  /** The table, of a row or of an event about one. */
  readonly table?: string | undefined;
  /** The row's primary key. */
  readonly key?: Readonly<Record<string, string>> | undefined;
  /** The row's columns that differ. */
  readonly columns?: readonly string[] | undefined;
  readonly stream?: string | undefined;
  /** Number of the event in its stream; the first one where they are several. */
  readonly seq?: number | undefined;
  /** Number of the leaf, or of the first one where they are several; of a checkpoint, its size. */
  readonly index?: number | undefined;
  /** The last one where they are several. */
  readonly last?: number | undefined;
  /** A sentence for people, which holds all of the above. */
  readonly message: string;
}

const span = (first: number | undefined, last: number | undefined): string =>
  last === undefined || last === first ? `${first}` : `${first} to ${last}`;

function subject({ problem, table, key, columns, stream, seq, index, last }: Omit<Finding, 'message'>): string {
  switch (problem) {
    case 'row-changed':
    case 'row-inserted':
    case 'row-removed': {
      const names = Object.entries(key!).map(([name, value]) => `${name} ${value}`);
      return `The row ${names.join(', ')} of ${table}${columns === undefined ? '' : ` (${columns.join(', ')})`}`;
    }
    case 'events-missing':
      return `What is numbered ${span(seq, last)} in the stream ${stream}`;
    case 'head-altered':
      return `The stream ${stream}`;
    case 'leaves-missing':
      return `What is numbered ${span(index, last)} in the log`;
    case 'leaf-misfiled':
      return `Leaf ${index}`;
    case 'event-lost':
      return `Leaf ${index} (stream ${stream})`;
    case 'root-differs':
      return `The checkpoint of size ${index}`;
    case 'node-altered':
      return `Node ${index} of level ${seq} of the tree`;
    case 'table-unguarded':
    case 'log-unguarded':
      return `The table ${table}`;
    default:
      return `Event ${seq} of the stream ${stream}${table === undefined ? '' : `, about ${table},`}`;
  }
}

/** Makes a finding of its facts. */
export const finding = (facts: Omit<Finding, 'message'>): Finding => ({
  ...facts,
  message: `${subject(facts)} ${PROBLEMS[facts.problem]}.`,
});

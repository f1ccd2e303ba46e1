import type { LoggerService, LogLevel } from '@nestjs/common';
import { type DestinationStream, type Level, type Logger, pino, stdTimeFunctions } from 'pino';
import { asText } from './log-text.js';
import { redact } from './redact.js';

/** Nest's names of levels, and pino's. */
const LEVELS: Readonly<Record<LogLevel, Level>> = {
  fatal: 'fatal',
  error: 'error',
  warn: 'warn',
  log: 'info',
  debug: 'debug',
  verbose: 'trace',
};

/** An error's causes are told so far down. */
const MAX_CAUSES = 5;

/**
 * What is logged of an error. Not its other properties: those of database errors hold the row and the parameters of
 * the statement, so what people wrote.
 */
function errorFields(error: unknown): { stack: string; code?: unknown } {
  const { code } = error as { code?: unknown };
  const stacks: string[] = [];
  for (let at: unknown = error; at instanceof Error && stacks.length < MAX_CAUSES; at = at.cause) {
    stacks.push(at.stack ?? at.message);
  }
  return {
    stack: stacks.length > 0 ? stacks.join('\nCaused by: ') : String(error),
    ...(code === undefined ? {} : { code }),
  };
}

const onTerminal: DestinationStream = { write: (line) => void process.stdout.write(asText(line)) };
// Synchronous: the last lines before a crash are the ones that are needed
const toPrograms = (): DestinationStream => pino.destination({ fd: 1, sync: true });

const isStack = (text: string): boolean => /\n\s+at /.test(text);

/**
 * Writes Nest's log, and ours, as one JSON object a line, or as text for people. Secrets are taken out of every line.
 *
 * Where something is logged, `new Logger('Where').warn(message, ...)` takes further values: an object's properties
 * become fields of the line, an Error becomes `err` with its stack.
 */
export class StructuredLogger implements LoggerService {
  private readonly pino: Logger;

  /**
   * @param level the least important kind of message that is logged
   * @param isJson false for text
   * @param fields that stand in every line
   */
  constructor(
    level: LogLevel,
    readonly isJson: boolean,
    fields: object = {},
    to = isJson ? toPrograms() : onTerminal,
  ) {
    this.pino = pino(
      {
        level: LEVELS[level],
        base: { pid: process.pid, ...fields },
        timestamp: stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        serializers: { err: errorFields },
        hooks: { streamWrite: redact },
      },
      to,
    );
  }

  log(message: unknown, ...rest: unknown[]): void {
    this.write('info', message, rest);
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.write('trace', message, rest);
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  /** Logs what is to be seen at any level: that Claimdesk has started, and how to sign in for the first time. */
  announce(message: string): void {
    this.pino.child({}, { level: 'info' }).info(message);
  }

  /** Nest puts the name of where it was logged last, and hands over some errors as the text of their stack. */
  private write(level: Level, message: unknown, rest: readonly unknown[]): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const fields: Record<string, unknown> = {};
    for (const value of [message, ...rest]) {
      if (value instanceof Error) fields['err'] = value;
      else if (typeof value === 'object') Object.assign(fields, value);
      else if (value !== message && typeof value === 'string') {
        if (isStack(value)) fields['err'] ??= Object.assign(new Error(), { stack: value });
        else fields['context'] = value;
      }
    }
    const text = message instanceof Error ? message.message : message;
    this.pino[level](fields, typeof text === 'string' ? text : undefined);
  }
}

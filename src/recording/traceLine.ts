// One line of a trace as text: what `cat trace` prints of function_graph and of events, and `trace-cmd report`.

/** What a line says. Times are microseconds of the trace's clock. */
export type TraceLine =
  | TraceEntry
  /** A line that starts with `#`. */
  | { readonly kind: 'comment'; readonly text: string }
  /** The ring buffer of a CPU lost so many events before the next line. */
  | { readonly kind: 'lost'; readonly count: number }
  /** An empty line, a task switch of function_graph, a line of dashes: nothing to keep. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'broken'; readonly why: string };

export interface TraceEntry {
  readonly kind: 'entry';
  readonly time: number;
  readonly cpu: number;
  /** `race`; `<idle>`. */
  readonly task: string;
  readonly pid: number;
  readonly what: TracedAction;
}

export type TracedAction =
  /** A function is entered; more lines follow inside it. */
  | { readonly kind: 'open'; readonly name: string }
  /** A function that calls nothing traced. The line is printed at its entry. */
  | { readonly kind: 'leaf'; readonly name: string; readonly duration: number }
  /** A function is left; `name` is null without funcgraph-tail. */
  | { readonly kind: 'close'; readonly name: string | null; readonly duration: number }
  | { readonly kind: 'event'; readonly name: string; readonly details: string };

const NOTHING: TraceLine = { kind: 'nothing' };

/** `   16.503879 |   1)    race-151    | + 97.851 us   |    down_write();` */
const GRAPH =
  /^\s*(\d+)\.(\d+)\s+\|\s+(\d+)\)\s+(.+?)-(\d+)\s+\|\s*(?:[+!#*@$]\s*)?([\d.]*)\s*(?:us)?\s*\|\s*(.*?)\s*$/;
/** `  race-164  [001] d..2.  17.320279: mm_filemap_delete_from_page_cache: dev …`, with or without flags. */
const FLAT =
  /^\s*(.+?)-(\d+)\s+(?:\(\s*[-\d]+\)\s+)?\[(\d+)\]\s+(?:[-.#\w]{3,8}\s+)?(\d+)\.(\d+):\s+(.*?)\s*$/;
const FUNCGRAPH = /^funcgraph_(entry|exit):\s*(?:[+!#*@$]\s*)?([\d.]*)\s*(?:us)?\s*\|?\s*(.*?)\s*$/;
const SWITCH = /^\s*(?:-{5,}|(?:\d+\.\d+ \|\s*)?\d+\)\s+.+-\d+\s+=>\s+.+-\d+)\s*$/;
const LOST = /^CPU:\d+ \[LOST (\d+) EVENTS\]/;
/** Other lines that `trace-cmd report` prints before the first event. */
const PREAMBLE = /^(cpus=\d+|version = \d+|CPU \d+ is empty)$/;

export function parseTraceLine(text: string): TraceLine {
  if (text.startsWith('#')) return { kind: 'comment', text };
  const graph = GRAPH.exec(text);
  if (graph !== null) return graphLine(graph);
  const flat = FLAT.exec(text);
  if (flat !== null) return flatLine(flat);
  return otherLine(text);
}

function otherLine(text: string): TraceLine {
  const trimmed = text.trim();
  if (trimmed === '' || SWITCH.test(text) || PREAMBLE.test(trimmed)) return NOTHING;
  const lost = LOST.exec(trimmed);
  if (lost !== null) return { kind: 'lost', count: Number(lost[1]) };
  if (/^\s*\d+\)/.test(text))
    return broken('no absolute time: record with the option funcgraph-abstime');
  if (/^\s*\d+\.\d+\s+\|\s+\d+\)\s+[^|]*\|[^|]*$/.test(text))
    return broken('no task: record with the option funcgraph-proc');
  return broken('not a line of function_graph, of events or of trace-cmd report');
}

function broken(why: string): TraceLine {
  return { kind: 'broken', why };
}

/** Seconds and a fraction of any length, as printed, to microseconds. */
function microseconds(seconds: string, fraction: string): number {
  return Number(seconds) * 1e6 + Number(`0.${fraction}`) * 1e6;
}

function graphLine(found: RegExpExecArray): TraceLine {
  const [, seconds = '', fraction = '', cpu, task = '', pid, duration = '', code = ''] = found;
  const what = graphAction(code, Number(duration || 0));
  if (what === null) return broken('not a call, the end of a call, or an event');
  const time = microseconds(seconds, fraction);
  return { kind: 'entry', time, cpu: Number(cpu), task, pid: Number(pid), what };
}

function flatLine(found: RegExpExecArray): TraceLine {
  const [, task = '', pid, cpu, seconds = '', fraction = '', text = ''] = found;
  const what = flatAction(text);
  if (what === null) return broken('not an event');
  const time = microseconds(seconds, fraction);
  return { kind: 'entry', time, cpu: Number(cpu), task, pid: Number(pid), what };
}

/** A call, the start or the end of one, or an event in a comment. The name of a module, in brackets, is left out. */
function graphAction(code: string, duration: number): TracedAction | null {
  if (code.startsWith('/*')) return eventAction(code.replace(/^\/\*\s*|\s*\*\/$/g, ''));
  if (code.startsWith('}')) {
    const tail = /\/\*\s*([\w.]+)/.exec(code);
    return { kind: 'close', name: tail?.[1] ?? null, duration };
  }
  const call = /^([\w.]+)(?: \[[\w-]+\])?\(\)\s*(;|\{)/.exec(code);
  if (call === null) return null;
  const name = call[1] ?? '';
  return call[2] === '{' ? { kind: 'open', name } : { kind: 'leaf', name, duration };
}

function flatAction(text: string): TracedAction | null {
  const graph = FUNCGRAPH.exec(text);
  if (graph === null) return eventAction(text);
  const [, side, duration = '', code = ''] = graph;
  return side === 'exit' && code === ''
    ? { kind: 'close', name: null, duration: Number(duration || 0) }
    : graphAction(code, Number(duration || 0));
}

/** `name: details`, `sys_name(arguments)`, `sys_name -> result`, or `name <-caller` of the function tracer. */
function eventAction(text: string): TracedAction | null {
  const found = /^([A-Za-z_][\w.]*)(?: \[[\w-]+\])?(?:\s*:\s*|\s*(?=[(])|\s+(?=->|<-))(.*)$/.exec(
    text,
  );
  if (found === null) return null;
  return { kind: 'event', name: found[1] ?? '', details: (found[2] ?? '').trim() };
}

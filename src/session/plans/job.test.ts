// One question at a time: what is answered, what ends it, and what is no longer heard then.
import { describe, expect, it } from 'vitest';
import type { Checker, CheckNews } from '../../check/worker/checkerClient.ts';
import type { JobAnswer } from '../state/store.ts';
import { toySession } from '../session/toySession.testing.ts';
import { Job } from './job.ts';

type News = CheckNews<string, number>;

/** A job on a checker that answers when the test says so. */
function started() {
  const { session } = toySession('');
  const asked: { request: string; hear: (news: News) => void }[] = [];
  const log: string[] = [];
  const checker: Checker<string, string, number> = {
    start: (request, hear) => {
      asked.push({ request, hear });
      return () => log.push(`cancel ${request}`);
    },
    close: () => log.push('close'),
  };
  const job = new Job(session.store, checker);
  const ask = (request: string, stays = true): void => {
    const { program, configuration } = session.store.getState();
    job.ask({
      request,
      concerns: (now) => stays || (now.program === program && now.configuration === configuration),
      answer: (answer) => log.push(`${request} ${written(answer)}`),
      restarted: (message) => log.push(`${request} restarted ${message}`),
    });
  };
  return { session, job, ask, log, notify: (at: number, news: News) => asked[at]?.hear(news) };
}

function written(answer: JobAnswer<string, number>): string {
  if (answer.kind === 'running') return `running ${answer.progress}`;
  if (answer.kind === 'done') return `done ${answer.report}`;
  return answer.kind === 'failed' ? `failed ${answer.message}` : answer.kind;
}

describe('a job', () => {
  it('passes on what it hears, up to the last answer', () => {
    const { job, ask, log, notify } = started();
    ask('a');
    notify(0, { kind: 'progress', progress: 1 });
    notify(0, { kind: 'restarted', message: 'gone' });
    expect(job.isRunning).toBe(true);
    notify(0, { kind: 'done', report: 'yes' });
    notify(0, { kind: 'progress', progress: 2 });
    expect(log).toEqual(['a running null', 'a running 1', 'a restarted gone', 'a done yes']);
    expect(job.isRunning).toBe(false);
  });

  it('may fail, and be asked again', () => {
    const { ask, log, notify } = started();
    ask('a');
    notify(0, { kind: 'failed', message: 'no room' });
    ask('a');
    expect(log).toEqual(['a running null', 'a failed no room', 'a running null']);
  });

  it('is stopped once, and hears nothing from then on', () => {
    const { job, ask, log, notify } = started();
    ask('a');
    job.stop();
    job.stop();
    notify(0, { kind: 'done', report: 'late' });
    expect(log).toEqual(['a running null', 'cancel a', 'a stopped']);
  });

  it('is dropped without an answer', () => {
    const { job, ask, log } = started();
    ask('a');
    job.drop();
    expect(log).toEqual(['a running null', 'cancel a']);
  });

  it('gives way to the next question', () => {
    const { ask, log, notify } = started();
    ask('a');
    ask('b');
    notify(0, { kind: 'done', report: 'late' });
    notify(1, { kind: 'done', report: 'yes' });
    expect(log).toEqual(['a running null', 'cancel a', 'b running null', 'b done yes']);
  });

  it('is given up when the stage leaves the question, and only then', () => {
    const { session, ask, log } = started();
    ask('a', false);
    session.toggleHelp();
    session.chooseKernel('old');
    expect(log).toEqual(['a running null']);
    session.chooseKernel('new');
    expect(log).toEqual(['a running null', 'cancel a', 'a stopped']);
  });

  it('follows the stage no longer once it is closed', () => {
    const { session, job, ask, log } = started();
    ask('a', false);
    job.close();
    session.chooseKernel('new');
    expect(log).toEqual(['a running null', 'close']);
  });

  it('does not begin a search for a question that its own first answer ended', () => {
    const { session, job, log } = started();
    job.ask({
      request: 'a',
      concerns: () => true,
      answer: ({ kind }) => {
        log.push(kind);
        if (kind === 'running') session.toggleHelp();
        if (kind === 'running') job.stop();
      },
    });
    expect(log).toEqual(['running', 'stopped']);
    expect(job.isRunning).toBe(false);
  });
});

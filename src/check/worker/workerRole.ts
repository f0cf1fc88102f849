// What a worker of the page answers.

export type WorkerRole = 'checker' | 'explain' | 'graph' | 'why';

// How fast a run plays.

export const defaultStepMs = 450;

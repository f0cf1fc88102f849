/** Thrown for a program that cannot be written in a form, with the reason. */
export class NotExportable extends Error {}

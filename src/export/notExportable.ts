/** A program that cannot be written in some form, and why. */
export class NotExportable extends Error {}

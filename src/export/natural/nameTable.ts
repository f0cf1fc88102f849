// The names of the model: kernel names, with the reserved words of Promela and C renamed. A name that the preprocessor
// replaces (an object, a value of an enum, a property) must be no other identifier of the model.

import { RESERVED_WORDS } from '../promelaReserved.ts';

/** Names that the export itself uses. */
const OWN =
  'NULL LIMIT LIMIT_REACHED NULL_DEREFERENCE USE_AFTER_FREE BUG NOT_HELD DOUBLE_FREE HELD_ALREADY EXCLUSIVE ' +
  'NO_HOLDER NO_WRITER NO_QUEUE BEFORE FIRST NO_WRITER_BEFORE _object _lock _who _got _exclusive ' +
  'unlock bit_unlock trylock hold hold_rwsem down_read down_write up_read up_write downgrade_write ' +
  'down_read_trylock down_write_trylock down_trylock lower raise join rwsem holds place writes live stopped settling begun over limit_reached';

export class NameTable {
  /** Names that the preprocessor defines. */
  private readonly replaced = new Set<string>(OWN.split(' '));
  private readonly globals = new Set<string>();

  /** A name that the preprocessor replaces; all of them are assigned before any other name. */
  macro(wanted: string): string {
    const name = this.free(wanted, [this.replaced]);
    this.replaced.add(name);
    return name;
  }

  global(wanted: string): string {
    const name = this.free(wanted, [this.replaced, this.globals]);
    this.globals.add(name);
    return name;
  }

  /** A field, a local or a label: unique among its kind, and different from all others. */
  local(wanted: string, here: Set<string>): string {
    const name = this.free(wanted, [this.replaced, this.globals, here]);
    here.add(name);
    return name;
  }

  private free(wanted: string, taken: readonly ReadonlySet<string>[]): string {
    const plain = wanted.replace(/\W+/g, '_').replace(/^(?=\d)/, '_');
    const free = RESERVED_WORDS.has(plain) ? `${plain}_` : plain;
    let name = free;
    for (let n = 2; taken.some((names) => names.has(name)); n += 1) name = `${free}_${n}`;
    return name;
  }
}

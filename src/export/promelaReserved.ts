// Words that a Promela model cannot use as names: Promela's own, and C's, since SPIN makes each variable a C name.

const PROMELA =
  'active assert atomic bit bool break byte c_code c_decl c_expr c_state c_track chan cond_expr d_proctype d_step do ' +
  'else empty enabled eval false fi for full get_priority hidden if in init inline int len local ltl mtype nempty ' +
  'never nfull notrace np_ od of pc_value pid print printf printm priority proctype provided return run select ' +
  'set_priority short show skip timeout trace true typedef unless unsigned xr xs STDIN';
const C =
  'auto case char const continue default double enum extern float goto long main now register restrict ' +
  'signed sizeof static struct switch union void volatile while uchar uint ulong ushort unix linux';
/** Names that the export itself uses. */
const OWN = 'PROP QUIESCENT OOPS monitor end local_moves';

export const RESERVED_WORDS: ReadonlySet<string> = new Set(`${PROMELA} ${C} ${OWN}`.split(' '));

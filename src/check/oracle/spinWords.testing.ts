// Words of Promela and of its preprocessor, as far as exported models use them: all others are names of a model.

export const spinWords: ReadonlySet<string> = new Set(
  (
    'define ifndef endif PROP c_expr chosen_property assert atomic bool byte do else false fi goto hidden if init inline int ' +
    'od proctype provided run short skip timeout true typedef'
  ).split(' '),
);

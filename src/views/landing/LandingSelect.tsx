// One choice of the landing page's filter: any, or one of the values.

export interface LandingSelectProps {
  readonly name: string;
  readonly values: readonly string[];
  readonly value: string | null;
  readonly onValue: (value: string | null) => void;
}

export function LandingSelect({ name, values, value, onValue }: LandingSelectProps) {
  return (
    <select
      className="button landing-select"
      aria-label={name}
      value={value ?? ''}
      data-set={value !== null}
      onChange={({ target }) => onValue(target.value === '' ? null : target.value)}
    >
      <option value="">Any {name}</option>
      {values.map((one) => (
        <option key={one} value={one}>
          {one}
        </option>
      ))}
    </select>
  );
}

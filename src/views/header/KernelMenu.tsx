// Which kernel runs: the named ones, and every option by itself. Options that differ from the
// nearest named kernel stand beside the menu as chips, and a chip puts its option back.

import { Popover } from '@base-ui/react/popover';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Switch } from '@base-ui/react/switch';
import { Check, ChevronDown, X } from 'lucide-react';
import type { Config } from '../../check/verdict/report.ts';
import { changedOptions, changeText, type NamedConfig, nearestKernel } from './changedOptions.ts';
import './KernelMenu.css';

/** An option as the menu shows it. */
export interface OptionChoice {
  readonly name: string;
  readonly kind: 'change' | 'world' | 'model';
  /** Null: on or off. */
  readonly values: readonly string[] | null;
  readonly sentence: string | null;
  readonly since: string | null;
  readonly by: string | null;
}

export interface KernelMenuProps {
  readonly config: Config;
  readonly kernels: readonly NamedConfig[];
  readonly options: readonly OptionChoice[];
  readonly onKernel: (name: string) => void;
  readonly onOption: (option: string, value: boolean | string) => void;
}

export function KernelMenu({ config, kernels, options, onKernel, onOption }: KernelMenuProps) {
  const nearest = nearestKernel(config, kernels);
  const changed = nearest ? changedOptions(config, nearest.config) : [];
  const exact = changed.length === 0 ? (nearest?.name ?? '') : '';
  if (kernels.length === 0 && options.length === 0) return null;
  return (
    <>
      {changed.map((change) => (
        <span key={change.option} className="chip code">
          {changeText(change)}
          <button
            type="button"
            aria-label={`Put ${change.option} back`}
            onClick={() => onOption(change.option, change.usual)}
          >
            <X />
          </button>
        </span>
      ))}
      <Popover.Root>
        <Popover.Trigger className="button">
          {nearest ? (
            <span>
              <span className="kernel-word">Kernel </span>
              {nearest.name}
            </span>
          ) : (
            'Options'
          )}
          {changed.length > 0 && <span className="kernel-changed">+{changed.length}</span>}
          <ChevronDown aria-hidden="true" />
        </Popover.Trigger>
        <Popover.Portal>
          <Popover.Positioner align="end" sideOffset={6} className="popup-layer">
            <Popover.Popup className="popup kernel-menu" aria-label="Kernel and options">
              {kernels.length > 0 && (
                <Kernels kernels={kernels} exact={exact} onKernel={onKernel} />
              )}
              {KINDS.map(([kind, heading]) => (
                <OptionSection
                  key={kind}
                  heading={heading}
                  options={options.filter((option) => option.kind === kind)}
                  config={config}
                  onOption={onOption}
                />
              ))}
            </Popover.Popup>
          </Popover.Positioner>
        </Popover.Portal>
      </Popover.Root>
    </>
  );
}

const KINDS = [
  ['change', 'Changes'],
  ['world', 'Initial world'],
  ['model', 'Model'],
] as const;

interface KernelsProps {
  readonly kernels: readonly NamedConfig[];
  readonly exact: string;
  readonly onKernel: (name: string) => void;
}

function Kernels({ kernels, exact, onKernel }: KernelsProps) {
  return (
    <RadioGroup
      aria-label="Kernel"
      value={exact}
      onValueChange={(name) => typeof name === 'string' && onKernel(name)}
    >
      {kernels.map(({ name }) => (
        <label key={name} className="popup-row" data-checked={name === exact || undefined}>
          <Radio.Root value={name} className="kernel-radio">
            <Radio.Indicator className="kernel-dot" />
          </Radio.Root>
          <span>{name}</span>
        </label>
      ))}
    </RadioGroup>
  );
}

interface OptionSectionProps {
  readonly heading: string;
  readonly options: readonly OptionChoice[];
  readonly config: Config;
  readonly onOption: (option: string, value: boolean | string) => void;
}

function OptionSection({ heading, options, config, onOption }: OptionSectionProps) {
  if (options.length === 0) return null;
  return (
    <section>
      <h2 className="popup-head">{heading}</h2>
      {options.map((option) => (
        <OptionRow
          key={option.name}
          option={option}
          value={config[option.name] ?? false}
          onOption={onOption}
        />
      ))}
    </section>
  );
}

interface OptionRowProps {
  readonly option: OptionChoice;
  readonly value: boolean | string;
  readonly onOption: (option: string, value: boolean | string) => void;
}

function OptionRow({ option, value, onOption }: OptionRowProps) {
  const about = [option.since && `since ${option.since}`, option.by].filter(Boolean).join(', ');
  return (
    <div className="option">
      <div className="option-text">
        <b className="code">{option.name}</b>
        {option.sentence && <p>{option.sentence}</p>}
        {about && <p className="popup-note">{about}</p>}
      </div>
      {option.values === null ? (
        <Switch.Root
          className="switch"
          aria-label={option.name}
          checked={value === true}
          onCheckedChange={(on) => onOption(option.name, on)}
        >
          <Switch.Thumb className="switch-thumb" />
        </Switch.Root>
      ) : (
        <RadioGroup
          className="option-values"
          aria-label={option.name}
          value={value}
          onValueChange={(chosen) => typeof chosen === 'string' && onOption(option.name, chosen)}
        >
          {option.values.map((one) => (
            <Radio.Root key={one} value={one} className="option-value code" aria-label={one}>
              {one === value && <Check aria-hidden="true" />}
              {one}
            </Radio.Root>
          ))}
        </RadioGroup>
      )}
    </div>
  );
}

// The named kernels, and every option by itself.

import { Popover } from '@base-ui/react/popover';
import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Switch } from '@base-ui/react/switch';
import { Check } from 'lucide-react';
import type { Config } from '../../check/verdict/report.ts';
import type { OpenedPopup } from '../base/PopupButton.tsx';
import type { NamedConfig } from './changedOptions.ts';

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

export interface KernelChoice {
  readonly config: Config;
  readonly kernels: readonly NamedConfig[];
  readonly options: readonly OptionChoice[];
  readonly onKernel: (name: string) => void;
  readonly onOption: (option: string, value: boolean | string) => void;
}

export interface KernelPopupProps extends KernelChoice, OpenedPopup {
  /** The named kernel that runs unchanged; empty where none does. */
  readonly exact: string;
}

export function KernelPopup(props: KernelPopupProps) {
  const { config, kernels, options, exact, onKernel, onOption, button, ...opened } = props;
  return (
    <Popover.Root {...opened}>
      <Popover.Portal>
        <Popover.Positioner anchor={button} align="end" sideOffset={6} className="popup-layer">
          <Popover.Popup
            className="popup kernel-menu"
            aria-label="Kernel and options"
            finalFocus={button}
          >
            {kernels.length > 0 && <Kernels kernels={kernels} exact={exact} onKernel={onKernel} />}
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

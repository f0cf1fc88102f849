// Moves in time along the run: back, on, to the stops of the pause policy, to both ends.

import {
  ChevronFirst,
  ChevronLast,
  Pause,
  Play,
  Redo2,
  SkipForward,
  StepBack,
  StepForward,
  Undo2,
} from 'lucide-react';
import type { ReactElement } from 'react';
import { Tip } from '../base/Tip.tsx';
import './PlayerBar.css';

export interface PlayerBarProps {
  readonly now: number;
  readonly length: number;
  readonly playing: boolean;
  /**
   * What playing continues with: the rest of the run, or a named witness; null when there is nothing.
   */
  readonly plays: string | null;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly onStart: () => void;
  readonly onBack: () => void;
  readonly onPlay: () => void;
  readonly onPause: () => void;
  readonly onForward: () => void;
  readonly onNextStop: () => void;
  readonly onEnd: () => void;
  readonly onUndo: () => void;
  readonly onRedo: () => void;
}

export function PlayerBar(props: PlayerBarProps) {
  const { now, length, playing } = props;
  const atStart = now === 0;
  const atEnd = now === length;
  return (
    <div className="player" role="toolbar" aria-label="Player">
      <PlayerButton label="To the start" keys="Home" off={atStart} onClick={props.onStart}>
        <ChevronFirst />
      </PlayerButton>
      <PlayerButton label="One step back" keys="ArrowLeft" off={atStart} onClick={props.onBack}>
        <StepBack />
      </PlayerButton>
      <PlayButton {...props} />
      <PlayerButton
        label="One step forward"
        keys="ArrowRight"
        off={atEnd && (!atStart || props.plays === null)}
        onClick={props.onForward}
      >
        <StepForward />
      </PlayerButton>
      <PlayerButton
        label="To the next stop"
        keys="PageDown"
        off={atEnd && props.plays === null}
        onClick={props.onNextStop}
      >
        <SkipForward />
      </PlayerButton>
      <PlayerButton label="To the end" keys="End" off={atEnd} onClick={props.onEnd}>
        <ChevronLast />
      </PlayerButton>
      <output className="player-place" data-playing={playing}>
        <b>{now}</b> / {length}
      </output>
      <span className="player-undo" data-shown={props.canUndo || props.canRedo}>
        <PlayerButton
          label="Undo: return to the previous run"
          keys="Control+Z"
          off={!props.canUndo}
          onClick={props.onUndo}
        >
          <Undo2 />
        </PlayerButton>
        <PlayerButton
          label="Redo"
          keys="Control+Shift+Z"
          off={!props.canRedo}
          onClick={props.onRedo}
        >
          <Redo2 />
        </PlayerButton>
      </span>
    </div>
  );
}

function PlayButton({ playing, plays, onPlay, onPause }: PlayerBarProps) {
  const label = playing ? 'Pause' : plays === null ? 'Nothing to play from here' : `Play ${plays}`;
  return (
    <Tip text={label} keys="Space">
      <button
        type="button"
        className="player-play"
        aria-label={label}
        aria-keyshortcuts="Space"
        aria-disabled={!playing && plays === null}
        onClick={playing ? onPause : onPlay}
      >
        {playing ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
      </button>
    </Tip>
  );
}

interface PlayerButtonProps {
  readonly label: string;
  readonly keys: string;
  readonly off: boolean;
  readonly onClick: () => void;
  readonly children: ReactElement;
}

function PlayerButton({ label, keys, off, onClick, children }: PlayerButtonProps) {
  return (
    <Tip text={label} keys={keyNames(keys)}>
      <button
        type="button"
        className="icon-button"
        aria-label={label}
        aria-keyshortcuts={keys}
        data-disabled={off || undefined}
        aria-disabled={off}
        onClick={off ? undefined : onClick}
      >
        {children}
      </button>
    </Tip>
  );
}

/** Keys as a keyboard shows them. */
function keyNames(keys: string): string {
  return keys
    .replace('ArrowLeft', '←')
    .replace('ArrowRight', '→')
    .replace('Control', 'Ctrl')
    .replace('PageDown', 'Page ↓')
    .replaceAll('+', ' ');
}

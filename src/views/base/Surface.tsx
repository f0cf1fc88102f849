// A part of the page that fails alone: what is thrown while it is drawn leaves the other parts as they are, and the
// visitor's text can still be edited and downloaded.

import { Component, type ReactNode } from 'react';
import './lazyPart.css';

export interface SurfaceProps {
  /** In the message: “The world could not be drawn”. */
  readonly name: string;
  /** Another value draws the surface again. */
  readonly of: unknown;
  /** Opens the editor; null where the surface is the editor. */
  readonly onEdit: (() => void) | null;
  readonly onDownload: () => void;
  readonly children: ReactNode;
}

interface Drawn {
  /** Null: nothing was thrown. */
  readonly failure: string | null;
}

export class Surface extends Component<SurfaceProps, Drawn> {
  override state: Drawn = { failure: null };

  static getDerivedStateFromError(error: unknown): Drawn {
    return { failure: error instanceof Error ? error.message : String(error) };
  }

  override componentDidUpdate({ of }: SurfaceProps): void {
    if (of !== this.props.of && this.state.failure !== null) this.#again();
  }

  override render(): ReactNode {
    const { failure } = this.state;
    if (failure === null) return this.props.children;
    const { name, onEdit, onDownload } = this.props;
    return (
      <div role="alert" className="part-missing">
        <p>
          {name} could not be drawn: {failure}.
        </p>
        <button type="button" className="button" onClick={this.#again}>
          Try again
        </button>
        {onEdit !== null && (
          <button type="button" className="button" onClick={onEdit}>
            Edit the text
          </button>
        )}
        <button type="button" className="button" onClick={onDownload}>
          Download the text
        </button>
      </div>
    );
  }

  readonly #again = (): void => this.setState({ failure: null });
}

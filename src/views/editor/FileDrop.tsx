// Accepts a file dropped anywhere on the page, and shows a hint while one is dragged over it.

import { FileInput } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import './FileDrop.css';

export interface FileDropProps {
  readonly onFiles: (files: readonly File[]) => void;
}

export function FileDrop({ onFiles }: FileDropProps) {
  const [hovers, setHovers] = useState(false);
  const drop = useEffectEvent((data: DataTransfer) => onFiles([...data.files]));
  useEffect(() => listenToFiles(setHovers, drop), []);
  if (!hovers) return null;
  return (
    <div className="file-drop">
      <p>
        <FileInput aria-hidden="true" /> Drop the file to open it
      </p>
    </div>
  );
}

/** Returns a function that stops listening. A drag without a file is left to the browser. */
function listenToFiles(hover: (on: boolean) => void, drop: (data: DataTransfer) => void) {
  const ends = new AbortController();
  const listen = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
    addEventListener(type, act, { signal: ends.signal });
  listen('dragover', (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    hover(true);
  });
  listen('dragleave', (event) => {
    if (event.relatedTarget === null) hover(false);
  });
  listen('drop', (event) => {
    hover(false);
    if (!carriesFiles(event) || event.dataTransfer === null) return;
    event.preventDefault();
    drop(event.dataTransfer);
  });
  return () => ends.abort();
}

function carriesFiles({ dataTransfer }: DragEvent): boolean {
  return dataTransfer?.types.includes('Files') ?? false;
}

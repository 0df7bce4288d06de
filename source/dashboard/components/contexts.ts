import {createContext, useContext, useSyncExternalStore} from 'react';
import type {Size} from '../drawing/layout.ts';
import {type Dialog, widthFor} from '../state/dialog.ts';
import type {Store} from '../state/store.ts';

/** The window's size, of which the screen draws every cell. */
export const WindowContext = createContext<Size>({columns: 80, rows: 24});

export function useWindow(): Size {
	return useContext(WindowContext);
}

/** @param wanted columns with borders @returns the sheet's columns, and those of its rows */
export function useSheetWidth(wanted: number): {columns: number; inside: number} {
	const columns = widthFor(useWindow().columns, wanted);
	return {columns, inside: columns - 4};
}

/** The columns inside a frame. */
export const InsideContext = createContext(80);

export function useInside(): number {
	return useContext(InsideContext);
}

/** The state of a store; the component is drawn again when it changes. */
export function useStore<State>({subscribe, snapshot}: Store<State>): State {
	return useSyncExternalStore(subscribe, snapshot);
}

interface ShownDialog {
	dialog: Dialog;
	/** Only the top dialog gets keys. */
	isTop: boolean;
}

export const DialogContext = createContext<ShownDialog | undefined>(undefined);

/** The dialog that a component is part of. */
export function useShownDialog(): ShownDialog {
	const shown = useContext(DialogContext);
	if (!shown) throw new Error('This component is part of a dialog.');
	return shown;
}

import type {Key} from '../../terminal/keys/key.ts';
import {Dialog} from '../state/dialog.ts';

export class OperatorsDialog extends Dialog {
	press(key: Key): boolean {
		return this.closeOrScroll(key, false);
	}
}

import { AsWords } from '../blocks/as-words.tsx';
import { Picture } from '../blocks/picture.tsx';
import { ButtonElement } from './button.tsx';
import { ChoiceList } from './choice-list.tsx';
import { DateInput } from './date-input.tsx';
import type { FieldProps } from './field.ts';
import { FileInput } from './file-input.tsx';
import { OverflowElement } from './overflow.tsx';
import { SelectElement } from './select.tsx';
import { TextInput } from './text-input.tsx';

/** An interactive element by its type: those that the app sends, or will. */
export function ElementView(props: FieldProps) {
  const { type } = props.element;
  switch (type) {
    case 'button':
      return <ButtonElement {...props} />;
    case 'overflow':
      return <OverflowElement {...props} />;
    case 'checkboxes':
    case 'radio_buttons':
      return <ChoiceList {...props} />;
    case 'datepicker':
    case 'timepicker':
    case 'datetimepicker':
      return <DateInput {...props} />;
    case 'file_input':
      return <FileInput {...props} />;
    case 'image':
      return <Picture of={props.element} />;
    case 'plain_text_input':
    case 'email_text_input':
    case 'url_text_input':
    case 'number_input':
      return <TextInput {...props} />;
    default:
      if (type.endsWith('_select')) return <SelectElement {...props} />;
      return <AsWords part={props.element} />;
  }
}

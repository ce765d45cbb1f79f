import { Picture } from '../blocks/picture.tsx';
import { ButtonElement } from './button.tsx';
import { ChoiceList } from './choice-list.tsx';
import { DateInput } from './date-input.tsx';
import { FeedbackButtons, IconButton } from './feedback.tsx';
import type { FieldProps } from './field.ts';
import { FileInput } from './file-input.tsx';
import { OverflowElement } from './overflow.tsx';
import { SelectElement } from './select.tsx';
import { TextInput } from './text-input.tsx';

/** Any interactive element, by its type. */
export function ElementView(props: FieldProps) {
  const { type } = props.element;
  switch (type) {
    case 'button':
    case 'workflow_button':
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
    case 'feedback_buttons':
      return <FeedbackButtons {...props} />;
    case 'icon_button':
      return <IconButton {...props} />;
    default:
      if (type.endsWith('_select')) return <SelectElement {...props} />;
      if (type.endsWith('_input')) return <TextInput {...props} />;
      return <span className="soft">({type})</span>;
  }
}

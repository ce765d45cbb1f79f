import { MoreIcon } from '../shell/icons.tsx';
import { Text } from '../text/mrkdwn.tsx';
import { useAsking } from './asking.tsx';
import { Menu } from './menu.tsx';
import { type Place, useSurface } from './surface.ts';

export function OverflowElement(place: Place) {
  const surface = useSurface();
  const { ask, dialog } = useAsking(place.element);
  const options = place.element.options ?? [];
  return (
    <>
      <Menu
        label="More"
        className="button button-icon"
        items={options.map(({ value, text, description }) => ({
          id: value,
          label: <Text of={text} />,
          detail: description && <Text of={description} />,
        }))}
        onPick={(value) =>
          ask(() =>
            surface.press(
              place,
              options.find((option) => option.value === value),
            ),
          )
        }
      >
        <MoreIcon />
      </Menu>
      {dialog}
    </>
  );
}

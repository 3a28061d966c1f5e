import { useState, type MouseEvent } from 'react';

/** State of a menu: `open` is the button's click handler, `menu` the props of `<Menu>`. */
export function useMenu() {
  const [anchorEl, setAnchor] = useState<Element | null>(null);
  const close = () => setAnchor(null);
  return {
    open: (event: MouseEvent) => setAnchor(event.currentTarget),
    close,
    /** Closes the menu, then runs `act`: the click handler of an entry. */
    choose: (act: () => unknown) => () => {
      close();
      void act();
    },
    menu: { anchorEl, open: anchorEl !== null, onClose: close },
  };
}

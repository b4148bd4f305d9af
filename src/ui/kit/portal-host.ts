import { createContext } from 'react';

/**
 * The element that menus and popovers are put into: the page's main part, so that they belong to a landmark.
 * Null, for the end of the body: inside of a modal window, which hides everything else.
 */
export const PortalHost = createContext<HTMLElement | null>(null);

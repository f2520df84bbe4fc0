import type { MapIcon } from '../../protocol/designMap.ts'

/** Lines of 14 by 14 pixels, so that an exported picture needs no font. */
export const iconPaths: Readonly<Record<MapIcon['name'], string>> = {
  open: 'M2.5 6.5h9v6h-9zM4.5 6.5V4a2.5 2.5 0 0 1 4.9-.7M7 8.8v1.6',
  shield: 'M7 1.2 12 3v4c0 2.7-2 4.7-5 5.8C4 11.7 2 9.7 2 7V3zM4.9 6.9 6.4 8.4 9.2 5.4',
  key: 'M9.3 1.5a3.2 3.2 0 1 1-1.3 6.1L6.5 9.1H5v1.6H3.4v1.8H1.3v-2.1l4.9-4.9A3.2 3.2 0 0 1 9.3 1.5zM10 3.9h.1',
  cache: 'M2.8 3.2c0-2.2 8.4-2.2 8.4 0s-8.4 2.2-8.4 0v7.6c0 2.2 8.4 2.2 8.4 0V3.2',
  unfold: 'M5 3.5 8.5 7 5 10.5',
  fold: 'M3.5 5 7 8.5 10.5 5',
}

import { Resvg } from '@resvg/resvg-js';

const font = { loadSystemFonts: true };
const probe =
  '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text y="16" font-size="16">Mg</text></svg>';

/** Makes PNGs of SVGs with the fonts of this machine; null where it has none, as all text would be missing then. */
export function createPictures(): { readonly png: (svg: string) => Buffer | null } {
  let hasFonts: boolean | null = null;
  return {
    png: (svg) => {
      hasFonts ??= new Resvg(probe, { font }).getBBox() !== undefined;
      return hasFonts ? new Resvg(svg, { font }).render().asPng() : null;
    },
  };
}

/** Okabe and Ito's eight colours: told apart with every common form of colour blindness. */
export const OKABE_ITO = [
  { value: "#E69F00", title: "Orange" },
  { value: "#56B4E9", title: "Sky blue" },
  { value: "#009E73", title: "Green" },
  { value: "#F0E442", title: "Yellow" },
  { value: "#0072B2", title: "Blue" },
  { value: "#D55E00", title: "Vermilion" },
  { value: "#CC79A7", title: "Purple" },
  { value: "#000000", title: "Black" },
] as const;

/** The first colour of the palette that is not taken yet; round again when all are. */
export function nextColor(taken: readonly string[]): string {
  const used = new Set(taken.map((color) => color.toUpperCase()));
  const free = OKABE_ITO.find((color) => !used.has(color.value));
  return (free ?? OKABE_ITO[taken.length % OKABE_ITO.length] ?? OKABE_ITO[0]).value;
}

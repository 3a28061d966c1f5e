// Line icons, drawn here so that nothing is loaded from elsewhere.

const PATHS = {
  back: "M15 5l-7 7 7 7",
  more: "M12 5.5v.01M12 12v.01M12 18.5v.01",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8l-8.4 8.4a1.7 1.7 0 0 1-2.4-2.4l7.6-7.6",
  send: "M4 12l16-7-6 15-3-6z",
  keys: "M4 6h16v12H4zM7.5 10v.01M12 10v.01M16.5 10v.01M8 14h8",
  person: "M11 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM4 20c.6-4 3.4-6 7-6M18 13v7M14.500 16.500h7",
  link: "M10 14a4 4 0 0 0 5.700 0l3.200-3.200a4 4 0 0 0-5.700-5.700l-1 1M14 10a4 4 0 0 0-5.700 0l-3.200 3.200a4 4 0 0 0 5.700 5.700l1-1",
  inspect: "M8 7l-5 5 5 5M16 7l5 5-5 5M13.500 5l-3 14",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5.300l3.500 2",
  close: "M6 6l12 12M18 6L6 18",
  down: "M6 9.500l6 6 6-6",
  copy: "M9 9h11v11H9zM15 9V4H4v11h5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  picture: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9v.01",
  contact: "M4 5h16v14H4zM9 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM5.800 16.500c.4-2 1.600-3 3.200-3s2.800 1 3.200 3M15 10h3M15 14h3",
  sticker: "M5 4h14v10l-6 6H5zM13 20v-6h6",
  quiet: "M6 16V11a6 6 0 0 1 9-5.200M18 11v5M4 16h16M10 19.500h4M4 4l16 16",
  sweet: "M12 15.500a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM9.500 9.500L4 6v5l4.500 1M14.500 14.500L20 18v-5l-4.500-1",
  till: "M5 20V9h14v11zM8 9V4h8v5M9 13v.01M12 13v.01M15 13v.01M9 16.500h6",
};

export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

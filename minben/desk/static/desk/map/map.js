/* Draws the cells of the list beside it; a circle opens what its link opens. Nothing is fetched from outside. */
(() => {
  "use strict";
  const ground = document.querySelector("[data-map]");
  if (!ground || !window.L) return;
  const L = window.L;
  const tokens = getComputedStyle(document.documentElement);
  const colour = (name) => tokens.getPropertyValue(name).trim();
  const cells = [...document.querySelectorAll("[data-cell]")];
  const map = L.map(ground, { attributionControl: false, minZoom: 3, maxZoom: 17, zoomSnap: 0.5, zoomControl: false });
  L.control.zoom({ position: "bottomright", zoomInTitle: ground.dataset.zoomIn, zoomOutTitle: ground.dataset.zoomOut }).addTo(map);
  const near = cells.filter((cell) => !cell.hasAttribute("data-far"));
  map.fitBounds((near.length ? near : cells).map((cell) => [Number(cell.dataset.north), Number(cell.dataset.east)]), {
    padding: [28, 28],
    maxZoom: 14,
  });
  L.control.scale({ imperial: false }).addTo(map);
  const most = Math.max(...cells.map((cell) => Number(cell.dataset.count)));

  const narrow = ground.clientWidth < 480;

  /* A name stands at the top of that part of its district which is in view. */
  const place = (name, edge) => {
    const seen = map.getBounds();
    const north = Math.min(edge.getNorth(), seen.getNorth());
    const south = Math.max(edge.getSouth(), seen.getSouth());
    const west = Math.max(edge.getWest(), seen.getWest());
    const east = Math.min(edge.getEast(), seen.getEast());
    const down = (seen.getNorth() - seen.getSouth()) / (narrow ? 14 : 20);
    name.setLatLng([Math.max(north - down, south), (west + east) / 2]);
  };
  const outline = (feature, layer) => {
    const name = L.tooltip({ permanent: true, direction: "center", className: "case-map__name" });
    const edge = layer.getBounds();
    name.setContent(feature.properties[document.documentElement.lang] || feature.properties.name);
    place(name, edge);
    name.addTo(map);
    map.on("moveend", () => place(name, edge));
  };
  const draw = (shapes) => {
    L.geoJSON(shapes, {
      interactive: false,
      style: { color: colour("--quiet"), weight: 1, fillColor: colour("--paper"), fillOpacity: 1 },
      onEachFeature: outline,
    }).addTo(map).bringToBack();
  };
  if (ground.dataset.outlines) {
    fetch(ground.dataset.outlines).then((answer) => answer.ok && answer.json().then(draw));
  }

  for (const cell of cells) {
    const count = Number(cell.dataset.count);
    const chosen = cell.hasAttribute("aria-current");
    const circle = L.circleMarker([Number(cell.dataset.north), Number(cell.dataset.east)], {
      radius: (4 + 12 * Math.sqrt(count / most)) * (narrow ? 0.6 : 1),
      color: colour(chosen ? "--ink" : "--act"),
      weight: chosen ? 4 : 1,
      fillColor: colour("--act"),
      fillOpacity: 0.45,
    });
    const label = document.createElement("span");
    label.textContent = `${cell.textContent.replace(/\s+/g, " ").trim()} · ${count}`;
    circle.bindTooltip(label);
    circle.on("click", () => cell.click());
    circle.addTo(map);
    for (const name of ["focus", "mouseenter"]) cell.addEventListener(name, () => circle.openTooltip());
    for (const name of ["blur", "mouseleave"]) cell.addEventListener(name, () => circle.closeTooltip());
  }
})();

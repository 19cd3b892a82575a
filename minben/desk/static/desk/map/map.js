/* Draws the cells of the list beside it; a circle opens what its link opens. Nothing is fetched from outside. */
(() => {
  "use strict";
  const ground = document.querySelector("[data-map]");
  if (!ground || !window.L) return;
  const L = window.L;
  const tokens = getComputedStyle(document.documentElement);
  const colour = (name) => tokens.getPropertyValue(name).trim();
  const cells = [...document.querySelectorAll("[data-cell]")];
  const map = L.map(ground, { attributionControl: false, minZoom: 3, maxZoom: 17, zoomSnap: 0.5 });
  const near = cells.filter((cell) => !cell.hasAttribute("data-far"));
  map.fitBounds((near.length ? near : cells).map((cell) => [Number(cell.dataset.north), Number(cell.dataset.east)]), {
    padding: [28, 28],
    maxZoom: 14,
  });
  L.control.scale({ imperial: false }).addTo(map);
  const most = Math.max(...cells.map((cell) => Number(cell.dataset.count)));

  const outline = (feature, layer) => {
    const name = feature.properties[document.documentElement.lang] || feature.properties.name;
    const edge = layer.getBounds();
    const top = [edge.getNorth() - (edge.getNorth() - edge.getSouth()) / 7, edge.getCenter().lng];
    L.tooltip({ permanent: true, direction: "center", className: "case-map__name" })
      .setLatLng(top)
      .setContent(name)
      .addTo(map);
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
      radius: 4 + 12 * Math.sqrt(count / most),
      color: colour(chosen ? "--ink" : "--act"),
      weight: chosen ? 4 : 1,
      fillColor: colour("--act"),
      fillOpacity: 0.45,
    });
    const label = document.createElement("span");
    label.textContent = `${cell.textContent.trim()} · ${count}`;
    circle.bindTooltip(label);
    circle.on("click", () => cell.click());
    circle.addTo(map);
    for (const name of ["focus", "mouseenter"]) cell.addEventListener(name, () => circle.openTooltip());
    for (const name of ["blur", "mouseleave"]) cell.addEventListener(name, () => circle.closeTooltip());
  }
})();

/* What is wrong, marked in the drawing; a press on a problem goes to its element. */
const MARK = "board-wrong";

export const markProblems = (list, { mark, unmark, go }) => {
  const marked = new Set();
  const show = () => {
    marked.forEach((id) => unmark(id, MARK));
    marked.clear();
    for (const item of list.querySelectorAll("[data-element]")) {
      if (item.dataset.element && mark(item.dataset.element, MARK)) marked.add(item.dataset.element);
    }
  };
  list.addEventListener("click", (event) => {
    const item = event.target.closest("[data-element]");
    if (!item) return;
    event.preventDefault();
    go(item.dataset.element);
  });
  document.addEventListener("htmx:afterSwap", (event) => list.contains(event.target) && show());
  return show;
};

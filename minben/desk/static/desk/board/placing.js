/* A new step in an arrow or behind an element: room is made, the arrow is led through it. */
const GAP = 60;
const WIDE = 110;
const HIGH = 80;

const middle = (shape) => ({ x: shape.x + shape.width / 2, y: shape.y + shape.height / 2 });

/* Push what stands at or right of ``from`` to the right, lanes and pool grow with it. */
const makeRoom = (board, from, by) => {
  const root = board.get("canvas").getRootElement();
  const pool = root.children.find((child) => child.type === "bpmn:Participant") || root;
  const all = board.get("elementRegistry").filter((element) => element.parent && !element.waypoints && element !== root && !element.hidden);
  const within = all.filter((element) => element === pool || board.get("elementRegistry").get(element.id));
  const { movingShapes, resizingShapes } = board.get("spaceTool").calculateAdjustments(within, "x", by, from);
  board.get("modeling").createSpace(movingShapes, resizingShapes, { x: by, y: 0 }, "e", from);
};

const newTask = (board) => board.get("elementFactory").createShape({ type: "bpmn:UserTask", width: WIDE, height: HIGH });

/* Between two elements that an arrow joins: in the row and lane of the element that it comes from. */
export const putInto = (board, arrow) => {
  const { source, target } = arrow;
  const free = target.x - (source.x + source.width);
  const sameRow = Math.abs(middle(source).y - middle(target).y) < HIGH;
  const forward = target.x > source.x;
  const wanted = WIDE + 2 * GAP;
  const room = forward && sameRow ? free : wanted - 1;
  if (room < wanted) makeRoom(board, source.x + source.width + 5, forward && sameRow ? wanted - Math.max(free, 0) : wanted);
  const at = { x: source.x + source.width + GAP + WIDE / 2, y: middle(source).y };
  const modeling = board.get("modeling");
  const made = modeling.createShape(newTask(board), at, source.parent);
  modeling.reconnectEnd(arrow, made, { x: made.x, y: middle(made).y });
  modeling.layoutConnection(arrow);
  modeling.connect(made, target, { type: "bpmn:SequenceFlow" });
  return made;
};

/* Behind an element that ends nowhere yet, or beside the ways that leave it. */
export const putBehind = (board, element) =>
  element.outgoing.length === 1 ? putInto(board, element.outgoing[0]) : board.get("autoPlace").append(element, newTask(board));

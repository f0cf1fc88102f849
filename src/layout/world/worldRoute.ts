// Routes of edges between cards: lines of horizontal and vertical pieces that run in the gutters
// between columns and in the lanes between cards, never through a card. Ports are fixed: an edge
// keeps its place whether or not the others are drawn.

export type Point = readonly [x: number, y: number];

export interface RouteBox {
  readonly top: number;
  readonly bottom: number;
}

export interface RouteColumn {
  readonly left: number;
  readonly right: number;
  readonly boxes: readonly RouteBox[];
}

export interface RouteEnd {
  readonly column: number;
  readonly x: number;
  /** The preferred height at which the edge reaches its target; `box` limits it. */
  readonly y: number;
  /** The target's sides: the edge gets a port of its own there. Null: it ends at `y` exactly. */
  readonly box: RouteBox | null;
}

export interface RouteRequest {
  readonly key: string;
  readonly from: { readonly column: number; readonly x: number; readonly y: number };
  readonly to: RouteEnd;
}

/** Room above the first and below the last card for lanes. */
export interface RouteRoom {
  readonly top: number;
  readonly bottom: number;
}

const PORT_STEP = 12;
const LANE_STEP = 8;
/** Kept free over a card for the tasks that sit on its upper edge, and under it for its ring. */
const HEADROOM = 15;
const FOOTROOM = 13;
const ARROW = 9;

export function routeEdges(
  requests: readonly RouteRequest[],
  columns: readonly RouteColumn[],
  room: RouteRoom,
): ReadonlyMap<string, readonly Point[]> {
  const lanes = chooseLanes(requests, columns, room);
  const arrivals = requests.map((request) => lanes.get(request.key)!.at(-1)?.y ?? request.from.y);
  const ports = assignPorts(requests, arrivals);
  const levels = requests.map((request, at) => [
    request.from.y,
    ...lanes.get(request.key)!.map(({ y }) => y),
    ports[at]!,
  ]);
  const turns = assignTurns(requests, levels, columns);
  return new Map(
    requests.map((request, at) => [request.key, trace(request, levels[at]!, turns[at]!)]),
  );
}

// Lanes: how an edge passes the columns between its ends.

interface Gap {
  readonly column: number;
  readonly top: number;
  readonly bottom: number;
  /** The lanes over the first card of a column: outer edges run above inner ones. */
  readonly isTop: boolean;
}

interface Lane {
  readonly gap: Gap;
  readonly y: number;
}

function chooseLanes(
  requests: readonly RouteRequest[],
  columns: readonly RouteColumn[],
  room: RouteRoom,
): ReadonlyMap<string, readonly Lane[]> {
  const gaps = columns.map((column, at) => gapsOf(column, at, room));
  const wishes = new Map(requests.map((request) => [request.key, wishLanes(request, gaps)]));
  const lanes = new Map(requests.map(({ key }) => [key, [] as Lane[]]));
  for (const gap of gaps.flat()) {
    const users = requests.flatMap((request) => {
      const wish = wishes.get(request.key)!.find((lane) => lane.gap === gap);
      return wish ? [{ request, y: wish.y }] : [];
    });
    const order = users.toSorted(
      (a, b) => (gap.isTop ? span(b.request) - span(a.request) : 0) || a.y - b.y,
    );
    const ys = spread(
      order.map(({ y }) => (gap.isTop ? gap.bottom : y)),
      gap,
      LANE_STEP,
    );
    order.forEach(({ request }, at) => lanes.get(request.key)!.push({ gap, y: ys[at]! }));
  }
  return lanes;
}

/** Places in order, each as near to its preferred place as the others and the bounds allow. */
function spread(wishes: readonly number[], { top, bottom }: RouteBox, step: number): number[] {
  const least = Math.min(step, (bottom - top) / Math.max(1, wishes.length - 1));
  const places: number[] = [];
  for (const wish of wishes) places.push(Math.max(wish, top, (places.at(-1) ?? -Infinity) + least));
  let ceiling = bottom;
  for (let at = places.length - 1; at >= 0; at -= 1) {
    places[at] = Math.min(places[at]!, ceiling);
    ceiling = places[at]! - least;
  }
  return places;
}

function span({ from, to }: RouteRequest): number {
  return to.column - from.column;
}

function gapsOf({ boxes }: RouteColumn, column: number, room: RouteRoom): Gap[] {
  const sorted = boxes.toSorted((a, b) => a.top - b.top);
  return [...sorted, null]
    .map((next, at): Gap => {
      const above = sorted[at - 1];
      const bottom = next ? next.top - HEADROOM : room.bottom;
      return { column, top: above ? above.bottom + FOOTROOM : room.top, bottom, isTop: at === 0 };
    })
    .filter((gap) => gap.bottom >= gap.top || gap.isTop);
}

/** A gap in each column between the ends, as near as can be to a straight line. */
function wishLanes(request: RouteRequest, gaps: readonly (readonly Gap[])[]): Lane[] {
  const passed = gaps.slice(request.from.column + 1, request.to.column);
  let { y } = request.from;
  return passed.map((options) => {
    const cost = (gap: Gap) => Math.abs(near(gap, y) - y) + Math.abs(near(gap, y) - request.to.y);
    const gap = options.reduce((a, b) => (cost(b) < cost(a) ? b : a));
    y = near(gap, y);
    return { gap, y };
  });
}

/** The height inside a gap that is nearest to `y`. */
function near({ top, bottom }: Gap, y: number): number {
  return Math.min(Math.max(y, top), Math.max(top, bottom));
}

// Ports: where edges meet the left side of their target.

function assignPorts(requests: readonly RouteRequest[], arrivals: readonly number[]): number[] {
  const ports = requests.map(({ to }) => to.y);
  const targets = new Map<RouteBox, number[]>();
  requests.forEach(({ to }, at) => {
    if (to.box) targets.set(to.box, [...(targets.get(to.box) ?? []), at]);
  });
  for (const [box, users] of targets) {
    const order = users.toSorted((a, b) => arrivals[a]! - arrivals[b]! || a - b);
    const axis = requests[users[0]!]!.to.y;
    const wishes = wishPorts(
      order.map((at) => arrivals[at]!),
      box,
      axis,
    );
    const dealt = spread(wishes, { top: box.top + 9, bottom: box.bottom - 7 }, PORT_STEP);
    order.forEach((at, place) => (ports[at] = dealt[place]!));
  }
  return ports;
}

/** Straight on where that meets the card; else off its axis, on the side that the edge comes from. */
function wishPorts(arrivals: readonly number[], box: RouteBox, axis: number): number[] {
  const above = arrivals.filter((y) => y <= box.top + 8).length;
  const straight = arrivals.filter((y) => y > box.top + 8 && y < box.bottom - 8).length;
  return arrivals.map((y, at) => {
    if (at < above) return axis - PORT_STEP * (above - at + 0.5);
    return at < above + straight ? y : axis + PORT_STEP * (at - above - straight + 1.5);
  });
}

// Turns: where in a gutter an edge changes its height.

interface Turn {
  readonly edge: number;
  readonly from: number;
  readonly to: number;
}

function assignTurns(
  requests: readonly RouteRequest[],
  levels: readonly (readonly number[])[],
  columns: readonly RouteColumn[],
): number[][] {
  const xs = levels.map((level) => level.slice(1).map(() => 0));
  for (let gutter = 0; gutter + 1 < columns.length; gutter += 1) {
    const turns = requests.flatMap(({ from, to }, edge) => {
      const leg = gutter - from.column;
      if (leg < 0 || gutter >= to.column) return [];
      return [{ edge, from: levels[edge]![leg]!, to: levels[edge]![leg + 1]! }];
    });
    const left = columns[gutter]!.right + 4;
    const right = columns[gutter + 1]!.left - 4 - ARROW;
    const order = orderTurns(turns.filter(({ from, to }) => Math.abs(from - to) > 1));
    order.forEach(({ edge }, at) => {
      const x = left + ((at + 1) * (right - left)) / (order.length + 1);
      xs[edge]![gutter - requests[edge]!.from.column] = x;
    });
  }
  return xs;
}

/** Few crossings: neighbours change places as long as that helps. */
function orderTurns(turns: readonly Turn[]): Turn[] {
  const order = turns.toSorted(
    (a, b) => Number(rises(a)) - Number(rises(b)) || (rises(a) ? a.from - b.from : b.from - a.from),
  );
  for (let round = 0; round < order.length; round += 1) {
    for (let at = 0; at + 1 < order.length; at += 1) {
      const [a, b] = [order[at]!, order[at + 1]!];
      if (crossings(b, a) < crossings(a, b)) [order[at], order[at + 1]] = [b, a];
    }
  }
  return order;
}

function rises({ from, to }: Turn): boolean {
  return to < from;
}

/** How often two edges cross in a gutter when `left` turns before `right` does. */
function crossings(left: Turn, right: Turn): number {
  return Number(within(right.from, left)) + Number(within(left.to, right));
}

function within(y: number, { from, to }: Turn): boolean {
  return y > Math.min(from, to) && y < Math.max(from, to);
}

function trace(
  { from, to }: RouteRequest,
  levels: readonly number[],
  turns: readonly number[],
): Point[] {
  const points: Point[] = [[from.x, from.y]];
  turns.forEach((x, at) => {
    const [before, after] = [levels[at]!, levels[at + 1]!];
    if (Math.abs(before - after) > 1) points.push([x, before], [x, after]);
  });
  points.push([to.x, levels.at(-1)!]);
  return points.map(([x, y]) => [round(x), round(y)]);
}

/** The route of a narrow screen: out of the card's side, along the one alley, in at the other side. */
export function routeAlley(
  requests: readonly RouteRequest[],
  alley: { readonly left: number; readonly right: number },
): ReadonlyMap<string, readonly Point[]> {
  const arrivals = requests.map(({ from }) => from.y);
  const ports = assignPorts(requests, arrivals);
  const lanes = dealAlley(
    requests.map(({ from }, at) => ({ edge: at, from: from.y, to: ports[at]! })),
  );
  const count = Math.max(1, ...lanes.map((lane) => lane + 1));
  const wide = alley.right - alley.left - 2 * ARROW;
  return new Map(
    requests.map((request, at) => {
      const x = alley.left + ARROW + ((lanes[at]! + 0.5) * wide) / count;
      return [request.key, trace(request, [request.from.y, ports[at]!], [x])];
    }),
  );
}

/** Lanes for spans of the alley: two that share a height do not share a lane. */
function dealAlley(turns: readonly Turn[]): number[] {
  const lanes = turns.map(() => 0);
  const order = turns.toSorted((a, b) => Math.min(a.from, a.to) - Math.min(b.from, b.to));
  const ends: number[] = [];
  for (const { edge, from, to } of order) {
    const free = ends.findIndex((end) => end < Math.min(from, to) - 2);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = Math.max(from, to);
    lanes[edge] = lane;
  }
  return lanes;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

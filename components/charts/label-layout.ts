export interface Label {
  /** Where its middle would like to be. */
  readonly y: number;
  readonly height: number;
}

/**
 * Middles of labels in one column, in the order given, so that none overlaps another and all stay within the column
 * where there is room: labels that would touch form a group that stands around the mean of what its members want.
 */
export function spreadLabels(labels: readonly Label[], top: number, bottom: number): number[] {
  const groups: { members: number[]; height: number; middle: number }[] = [];
  const order = labels.map((_, i) => i).sort((a, b) => at(labels, a).y - at(labels, b).y);
  for (const index of order) {
    const { y, height } = at(labels, index);
    let group = { members: [index], height, middle: clamp(y, height) };
    for (
      let last = groups.at(-1);
      last && last.middle + last.height / 2 > group.middle - group.height / 2;
      last = groups.at(-1)
    ) {
      groups.pop();
      const members = [...last.members, ...group.members];
      const total = last.height + group.height;
      group = { members, height: total, middle: clamp(wanted(members), total) };
    }
    groups.push(group);
  }
  const placed: number[] = new Array(labels.length);
  for (const group of groups) {
    let edge = group.middle - group.height / 2;
    for (const index of group.members) {
      const { height } = at(labels, index);
      placed[index] = edge + height / 2;
      edge += height;
    }
  }
  return placed;

  function clamp(middle: number, height: number): number {
    return Math.max(top + height / 2, Math.min(bottom - height / 2, middle));
  }

  /** The middle of a stack whose members are, on average, where they want to be. */
  function wanted(members: readonly number[]): number {
    const total = members.reduce((sum, i) => sum + at(labels, i).height, 0);
    let offset = -total / 2;
    let sum = 0;
    for (const i of members) {
      const { y, height } = at(labels, i);
      sum += y - (offset + height / 2);
      offset += height;
    }
    return sum / members.length;
  }
}

function at(labels: readonly Label[], index: number): Label {
  return labels[index] as Label;
}

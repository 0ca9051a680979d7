/**
 * A small assembler for classic BPF, as the kernel takes it for seccomp: 8 bytes an instruction
 * (u16 code, u8 jump if true, u8 jump if false, u32 operand), little-endian on both architectures we serve.
 */
export type Step =
  /** Load the 32-bit word at this offset of `struct seccomp_data`. */
  | { load: number }
  /** Compare the loaded word; the targets are labels, or the next step where there is none. */
  | { test: 'equal' | 'atLeast' | 'anyBit'; value: number; yes?: string; no?: string }
  | { goto: string }
  | { give: number }
  | { label: string };

const LD_W_ABS = 0x20;
const JMP_JA = 0x05;
const RET_K = 0x06;
const TEST_CODE = { equal: 0x15, atLeast: 0x35, anyBit: 0x45 } as const;
const MOST_INSTRUCTIONS = 4096;

/** `struct sock_filter[]` for the steps. Throws when a label is missing, lies behind, or is out of reach. */
export function assemble(steps: readonly Step[]): Uint8Array {
  const places = new Map<string, number>();
  let count = 0;
  for (const step of steps) {
    if ('label' in step) places.set(step.label, count);
    else count += 1;
  }
  if (count > MOST_INSTRUCTIONS) throw new Error(`${count} instructions, the kernel takes ${MOST_INSTRUCTIONS}`);

  const bytes = new Uint8Array(count * 8);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const distance = (label: string | undefined, most: number): number => {
    if (label === undefined) return 0;
    const place = places.get(label);
    if (place === undefined) throw new Error(`no label ${label}`);
    const steps = place - at - 1;
    if (steps < 0 || steps > most) throw new Error(`label ${label} is ${steps} instructions away`);
    return steps;
  };
  const emit = (code: number, whenTrue: number, whenFalse: number, operand: number): void => {
    view.setUint16(at * 8, code, true);
    view.setUint8(at * 8 + 2, whenTrue);
    view.setUint8(at * 8 + 3, whenFalse);
    view.setUint32(at * 8 + 4, operand, true);
    at += 1;
  };
  for (const step of steps) {
    if ('label' in step) continue;
    if ('load' in step) emit(LD_W_ABS, 0, 0, step.load);
    else if ('give' in step) emit(RET_K, 0, 0, step.give);
    else if ('goto' in step) emit(JMP_JA, 0, 0, distance(step.goto, 0xffff_ffff));
    else emit(TEST_CODE[step.test], distance(step.yes, 255), distance(step.no, 255), step.value);
  }
  return bytes;
}

// Required into a process whose clock is to jump: at SIGUSR2 it reads by how many milliseconds from the file.
const { readFileSync } = require('node:fs');

const file = process.env.CLOCK_SHIFT_FILE;
const RealDate = Date;
let shift = 0;

class ShiftedDate extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + shift);
    else super(...given);
  }
  static now() {
    return RealDate.now() + shift;
  }
}
if (file !== undefined) {
  globalThis.Date = ShiftedDate;
  process.on('SIGUSR2', () => {
    shift = Number(readFileSync(file, 'utf8'));
  });
}

// Where a rule does not hold, and why. One that nothing needs any more is itself a finding.
export const exceptions = [
    // { rule: 'size', path: 'src/…', reason: '…' },
];

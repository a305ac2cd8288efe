// Numbers that the same seed draws again (mulberry32).
export function random(seed) {
    let state = seed >>> 0;
    const fraction = () => {
        state = (state + 0x6d2b79f5) >>> 0;
        let mixed = Math.imul(state ^ (state >>> 15), state | 1);
        mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
        return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    };
    const below = (bound) => Math.floor(fraction() * bound);
    return {
        below,
        between: (low, high) => low + below(high - low + 1),
        pick: (list) => list[below(list.length)],
        chance: (probability) => fraction() < probability,
    };
}

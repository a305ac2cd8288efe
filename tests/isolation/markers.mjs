// Markers: every text that is written says whose it is, so that whatever comes back can be judged by itself.
//
// mk-<company>-<kind>-<number>-<field>-<write>: `number` is the record's own in the model, `write` the operation that wrote
// it. Kinds: organization, person, deal, note, file, activity, filter, user, company, group, agent (a client's name for itself;
// its number is the write's).
const pattern = /mk-([a-z])-([a-z]+)-(\d+)(?:-([a-z]+)-(\d+))?/gi;
const keyPattern = /st_\d+_[\w-]{20,}/g;
const cursorPattern = /"next_cursor":"([\w-]+)"/g;

export const marker = (company, kind, number, field, write) => `mk-${company}-${kind}-${number}-${field}-${write}`;

const unescaped = (text) => text.replace(/\\u([0-9a-f]{4})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

const percentDecoded = (text) => text.replace(/%([0-9a-f]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));

// A text as it stands, and as a client may read it.
function forms(text) {
    const read = [text];
    if (text.includes('\\u')) read.push(unescaped(text));
    if (text.includes('%')) read.push(percentDecoded(text));
    for (const [, cursor] of text.matchAll(cursorPattern)) read.push(Buffer.from(cursor, 'base64url').toString('latin1'));
    return read;
}

// Every marker in a text, once: {text, company, kind, number, write}; write is null where the marker was cut short.
export function markersIn(text) {
    const found = new Map();
    for (const form of forms(text)) {
        for (const [whole, company, kind, number, , write] of form.matchAll(pattern)) {
            const lower = whole.toLowerCase();
            if (found.has(lower)) continue;
            const own = { company: company.toLowerCase(), kind: kind.toLowerCase(), number: Number(number) };
            found.set(lower, { text: lower, ...own, write: write === undefined ? null : Number(write) });
        }
    }
    return [...found.values()];
}

// Whether a reader may know a marker now. `reader` is {company, user}; null when nobody is signed in.
export function mayKnow(reader, mark, writes) {
    if (!reader || mark.company !== reader.company.letter) return false;
    const { company, user } = reader;
    if (mark.kind === 'user' || mark.kind === 'company') return true; // colleagues know each other
    if (mark.kind === 'agent') return !!writes.get(mark.number)?.touched.some((record) => company.sees(user, record));
    const record = company.byNumber.get(`${mark.kind} ${mark.number}`); // of groups there is none: no reply names them
    if (!record || !company.sees(user, record)) return false;
    return mark.write === null || writes.has(mark.write); // what was refused must not come up again
}

// What a reply holds that its reader may not know. What the request itself said is no secret to its sender.
export function leaks(replyText, requestText, reader, writes) {
    const keys = [...replyText.matchAll(keyPattern)].map(([text]) => ({ text: text.slice(0, 8), kind: 'key', company: '' }));
    const found = markersIn(replyText);
    if (!found.length && !keys.length) return [];
    const said = new Set(markersIn(requestText).map(({ text }) => text));
    return [...keys, ...found.filter((mark) => !said.has(mark.text) && !mayKnow(reader, mark, writes))];
}

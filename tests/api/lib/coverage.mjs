// Which rows of `stele routes` the scenarios have hit.

export function parseRoutes(text) {
    return text
        .split('\n')
        .filter(Boolean)
        .map((line) => {
            const [method, pattern, access, scope, summary] = line.split('\t');
            if (!summary || !pattern.startsWith('/')) throw new Error(`stele routes: not a row: ${JSON.stringify(line)}`);
            return { method, pattern, access, scope, summary };
        });
}

// As a server sees it: no query, no selector `:(a,b)`, one slash behind the version prefix.
export function pathOf(target) {
    return target
        .replace(/\?.*$/s, '')
        .replace(/:\([^()]*\)$/, '')
        .replace(/^(\/(?:api\/)?v\d)\/\//, '$1/');
}

const parameterForms = { number: '\\d+', uuid: '[0-9a-fA-F-]{36}', text: '[^/]+' };
const typeOf = (segment) => /^\{\w+(?::(\w+))?\}$/.exec(segment)?.[1] ?? 'text';

function expressionOf(pattern) {
    const parts = pattern.split('/').map((segment) => {
        if (!segment.startsWith('{')) return segment.replace(/[.*+?^$()|[\]\\]/g, '\\$&');
        const type = typeOf(segment);
        if (!(type in parameterForms)) throw new Error(`stele routes: unknown parameter type in ${pattern}`);
        return parameterForms[type];
    });
    return new RegExp(`^${parts.join('/')}$`);
}

// The fewest parameters first: a static segment beats a parameter.
const parameters = ({ pattern }) => pattern.split('{').length;

export class Coverage {
    constructor(rows) {
        this.rows = rows.map((row) => ({ ...row, expression: expressionOf(row.pattern), hits: 0 }));
        this.rows.sort((a, b) => parameters(a) - parameters(b));
    }

    // A reply that refuses the request shows nothing of what its row does.
    record(method, target, status) {
        if (status >= 400) return;
        const path = pathOf(target);
        const row = this.rows.find((candidate) => candidate.method === method && candidate.expression.test(path));
        if (row) row.hits += 1;
    }

    // The rows under /api/v1 are those of /v1 once more: it is enough that one of them was hit.
    isTwinHit({ method, pattern }) {
        if (!pattern.startsWith('/api/v1/')) return false;
        const twin = pattern.slice('/api'.length);
        const anyHit = this.rows.some((row) => row.pattern.startsWith('/api/v1/') && row.hits);
        return anyHit && this.rows.some((row) => row.method === method && row.pattern === twin && row.hits);
    }

    problems() {
        const missed = this.rows.filter((row) => !row.hits && !this.isTwinHit(row));
        return missed.map(({ method, pattern }) => `no scenario hits ${method} ${pattern}`);
    }
}

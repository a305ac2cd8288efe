// One version of the vendor's SDK, as a caller of it would set it up, with a list of the methods that were called.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const versionOf = (name) =>
    JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')).version;

export class Sdk {
    constructor({ version, package: name, has, lacks }) {
        this.version = version;
        this.has = has;
        this.lacks = lacks;
        this.packageVersion = versionOf(name);
        this.modules = { v1: require(`${name}/v1`), v2: require(`${name}/v2`) };
        this.called = new Set();
    }

    get classes() {
        const { v1, v2 } = this.modules;
        return { v1: v1.OrganizationsApi, users: v1.UsersApi, v2: v2.OrganizationsApi };
    }

    // The three clients; `options` go to Configuration. v1 is served under both prefixes: 24 uses one, the later ones the other.
    connect(url, options) {
        const v1Path = this.version.startsWith('24.') ? '/v1' : '/api/v1';
        const paths = { v1: v1Path, users: v1Path, v2: '/api/v2' };
        const clients = Object.entries(this.classes).map(([kind, Api]) => {
            const { Configuration } = this.modules[kind === 'v2' ? 'v2' : 'v1'];
            const client = new Api(new Configuration({ basePath: url + paths[kind], ...options }));
            return [kind, this.recorded(kind, client)];
        });
        return Object.fromEntries(clients);
    }

    recorded(kind, client) {
        return new Proxy(client, {
            get: (target, name) => {
                const value = target[name];
                if (typeof value !== 'function') return value;
                this.called.add(`${kind}.${String(name)}`);
                return value.bind(target);
            },
        });
    }

    // The lists of methods.mjs are what the package really has and has not.
    checkLists() {
        assert.equal(this.packageVersion, this.version);
        for (const [kind, Api] of Object.entries(this.classes)) {
            for (const name of this.has[kind])
                assert.equal(typeof Api.prototype[name], 'function', `${kind}.${name} is listed`);
            for (const name of this.lacks[kind])
                assert.equal(Api.prototype[name], undefined, `${kind}.${name} is said to be gone`);
        }
    }

    checkCalls() {
        const listed = Object.entries(this.has).flatMap(([kind, names]) => names.map((name) => `${kind}.${name}`));
        assert.deepEqual(
            listed.filter((name) => !this.called.has(name)),
            [],
        );
    }
}

// Says of each line of the standard input, {kind, key, token}, what `jose` makes of it: `ok`, or `key` or `token` and its code.
import { webcrypto } from 'node:crypto'
import { createInterface } from 'node:readline'

// Node.js 18 has it, but not under its name.
globalThis.crypto ??= webcrypto
const { createLocalJWKSet, importJWK, jwtVerify } = await import('jose')

const AT_ONCE = 64
const [issuer, audience, now] = process.argv.slice(2)
const claims = {
  issuer, audience, currentDate: new Date(Number(now) * 1000), clockTolerance: 30, requiredClaims: ['iss', 'aud', 'sub', 'exp'],
}
const signatures = ['ES256', 'ES384', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519']
const secrets = ['HS256', 'HS384', 'HS512']

// What a key without `alg` is for.
const usual = { 'P-256': 'ES256', 'P-384': 'ES384', Ed25519: 'EdDSA' }

async function check({ kind, key, token }) {
  let resolved, algorithms
  try {
    const jwk = JSON.parse(key)
    if (kind === 'set') {
      resolved = createLocalJWKSet(jwk)
      algorithms = signatures
    } else {
      const alg = jwk.alg ?? usual[jwk.crv] ?? (jwk.kty === 'oct' ? 'HS256' : 'RS256')
      resolved = await importJWK(jwk, alg)
      algorithms = alg === 'EdDSA' || alg === 'Ed25519' ? ['EdDSA', 'Ed25519'] : [alg]
      if (!(kind === 'secret' ? secrets : signatures).includes(alg)) return 'key ALGORITHM'
      if (resolved.type === 'private') return 'key PRIVATE'
    }
  } catch (error) {
    return `key ${error.code ?? error.name}`
  }
  try {
    await jwtVerify(token, resolved, { ...claims, algorithms })
    return 'ok'
  } catch (error) {
    return `token ${error.code ?? error.name}`
  }
}

let waiting = []
async function answer() {
  const answers = await Promise.all(waiting.map((line) => check(JSON.parse(line))))
  waiting = []
  process.stdout.write(answers.join('\n') + '\n')
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  waiting.push(line)
  if (waiting.length === AT_ONCE) await answer()
}
if (waiting.length > 0) await answer()

// Makes `published.bin`: node list.mjs FILE... > published.bin, each FILE with one secret a line.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

const SHORTEST = 32
const PREFIX = 5

const secrets = process.argv.slice(2)
  .flatMap((file) => readFileSync(file, 'utf8').split(/\r?\n/))
  .map((line) => line.trim().replace(/^base64:/, ''))
  .filter((line) => Buffer.byteLength(line) >= SHORTEST)
const prefixes = secrets.map((secret) => createHash('sha256').update(secret).digest().subarray(0, PREFIX))
const sorted = [...new Set(prefixes.map((prefix) => prefix.toString('hex')))].sort()
process.stdout.write(Buffer.from(sorted.join(''), 'hex'))
process.stderr.write(`${sorted.length} secrets\n`)

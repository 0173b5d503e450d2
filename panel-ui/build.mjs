// Builds the pages. Maven runs this on every build, so it does nothing when nothing has changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sizesOf } from './dev/sizes.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const quick = process.argv.includes('quick=true') || Boolean(process.env.QUICK);
const LEAST_NODE = [20, 19];
const SCRIPT_LIMIT_BYTES = 25 * 1024;
const PAGE_LIMIT_BYTES = 60 * 1024;

async function main() {
  refuseOldNode();
  const locked = hashOf(['package.json', 'package-lock.json']);
  const inputs = hashOf([
    ...files('src'),
    ...files('door'),
    ...files('dev'),
    ...files('browser'),
    ...ownFiles(),
    ...vectors(),
  ]);
  const level = quick ? 'built' : 'checked';
  if (stamp('built') === inputs && (quick || stamp('checked') === inputs)) {
    return;
  }
  if (stamp('installed') !== locked || !existsSync(join(here, 'node_modules'))) {
    run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error']);
    keep('installed', locked);
  }
  if (stamp('built') !== inputs) {
    // Loaded only now: before the installation there is nothing that could cut letters.
    const { cutLetters } = await import('./dev/letters.mjs');
    await cutLetters(here);
    tool('vite/bin/vite.js', ['build', '--config', 'vite.door.config.ts', '--logLevel', 'warn']);
    licences();
    keepWithinBudget();
    keep('built', inputs);
  }
  if (!quick) {
    tool('eslint/bin/eslint.js', ['.']);
    tool('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']);
    tool('typescript/bin/tsc', []);
    tool('vitest/vitest.mjs', [
      'run',
      '--config',
      'vite.door.config.ts',
      '--reporter=dot',
      '--reporter=json',
      '--outputFile.json=target/vitest.json',
    ]);
    keep(level, inputs);
  }
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major < LEAST_NODE[0] || (major === LEAST_NODE[0] && minor < LEAST_NODE[1])) {
    fail(`The pages need Node ${LEAST_NODE.join('.')} or newer; this is Node ${process.versions.node}.`);
  }
}

function files(folder) {
  return readdirSync(join(here, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(here, join(entry.parentPath ?? entry.path, entry.name)));
}

function ownFiles() {
  return readdirSync(here, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name !== 'pom.xml')
    .map((entry) => entry.name);
}

/** The tests read the protocol's golden vectors, so a change there is a change here. */
function vectors() {
  const folder = join(here, '../protocol/vectors/v1');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.startsWith('panel-'))
        .map((name) => join('../protocol/vectors/v1', name))
    : [];
}

function hashOf(names) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const name of [...names].sort()) {
    hash.update(`\0${name}\0`).update(readFileSync(join(here, name)));
  }
  return hash.digest('hex');
}

function stamp(name) {
  const file = join(here, 'target/stamps', name);
  const built = name !== 'built' || existsSync(join(here, 'dist/door/index.html'));
  return built && existsSync(file) ? readFileSync(file, 'utf8') : '';
}

function keep(name, hash) {
  mkdirSync(join(here, 'target/stamps'), { recursive: true });
  writeFileSync(join(here, 'target/stamps', name), hash);
}

function tool(path, args) {
  run(process.execPath, [join(here, 'node_modules', path), ...args]);
}

function run(program, args) {
  try {
    execFileSync(program, args, { cwd: here, stdio: 'inherit', shell: process.platform === 'win32' });
  } catch (error) {
    fail(`${[program, ...args].join(' ')} failed${error.status === null ? '' : ` with ${error.status}`}`);
  }
}

/** What is shipped inside the page keeps its licence beside it. */
function licences() {
  const folder = join(here, 'dist/door/licences');
  mkdirSync(folder, { recursive: true });
  const shipped = {
    'barlow-OFL.txt': '@fontsource/barlow-semi-condensed/LICENSE',
    'tajawal-OFL.txt': '@fontsource/tajawal/LICENSE',
    'preact-MIT.txt': 'preact/LICENSE',
    'lean-qr-MIT.txt': 'lean-qr/LICENSE',
  };
  for (const [name, licence] of Object.entries(shipped)) {
    cpSync(join(here, 'node_modules', licence), join(folder, name));
  }
}

/** A wall tablet of 2018 starts this page after every power cut: the limits are those of the design. */
function keepWithinBudget() {
  const sizes = sizesOf(join(here, 'dist/door'));
  if (sizes.scripts !== 1) {
    rmSync(join(here, 'dist'), { recursive: true });
    fail(`The door must be one script, not ${sizes.scripts}.`);
  }
  console.log(
    `door: script ${sizes.script} bytes zipped; whole page in English ${sizes.english}, in Polish ${sizes.polish}, in Arabic ${sizes.arabic}`,
  );
  if (sizes.script > SCRIPT_LIMIT_BYTES || Math.max(sizes.polish, sizes.arabic) > PAGE_LIMIT_BYTES) {
    fail(
      `The door is over its budget of ${SCRIPT_LIMIT_BYTES} bytes of script and ${PAGE_LIMIT_BYTES} in all.`,
    );
  }
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

await main();

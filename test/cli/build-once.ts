import { execFileSync } from 'node:child_process';

/** Builds `dist/` before the first test that runs the real program. */
export default function setup(): void {
  execFileSync('npm', ['run', 'build', '--silent'], { stdio: 'inherit' });
}

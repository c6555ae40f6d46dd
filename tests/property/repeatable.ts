/**
 * Imported by every property test: the same cases in every run, so that a red one is red again for whoever looks. FAST_CHECK_SEED=<number>
 * tries others.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['FAST_CHECK_SEED'] ?? 20_261_121) });

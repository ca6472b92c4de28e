const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

type Settings = Record<string, unknown>;

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function merge(target: Settings, source: Settings): Settings {
  for (const key of Object.keys(source)) {
    if (FORBIDDEN.has(key)) continue;
    const value = source[key];
    const old = target[key];
    target[key] = isSettings(value) ? merge(isSettings(old) ? old : {}, value) : value;
  }
  return target;
}

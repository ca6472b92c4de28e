class FlagStore {
  constructor() {
    this.environments = new Map();
  }

  set(environment, name, flag) {
    if (!this.environments.has(environment)) this.environments.set(environment, new Map());
    this.environments.get(environment).set(name, flag);
    return flag;
  }

  remove(environment, name) {
    return this.environments.get(environment)?.delete(name) ?? false;
  }

  // Rules look like: user.country === "DE"
  matches(rule, user) {
    if (!rule) return true;
    const [, field, value] = /^user\.(country|plan) === "([A-Za-z]{0,20})"$/.exec(rule) || [];
    return field === 'country' ? user.country === value : field === 'plan' && user.plan === value;
  }

  // The same user always lands in the same bucket
  bucket(name, user) {
    let sum = 0;
    for (const c of `${name}:${user.user}`) sum = (sum * 31 + c.charCodeAt(0)) % 100;
    return sum;
  }

  evaluate(environment, user) {
    const result = {};
    for (const [name, flag] of this.environments.get(environment) ?? []) {
      result[name] = flag.enabled && this.bucket(name, user) < flag.rollout && this.matches(flag.rule, user);
    }
    return result;
  }
}

module.exports = FlagStore;

class FlagStore {
  constructor() {
    this.environments = {};
  }

  set(environment, name, flag) {
    if (!this.environments[environment]) this.environments[environment] = {};
    this.environments[environment][name] = flag;
    return flag;
  }

  remove(environment, name) {
    const flags = this.environments[environment];
    if (!flags || !Object.keys(flags).includes(name)) return false;
    delete flags[name];
    return true;
  }

  // Rules look like: user.country === "DE" && user.plan === "pro"
  matches(rule, user) {
    if (!rule) return true;
    return Boolean(new Function('user', `return (${rule});`)(user));
  }

  // The same user always lands in the same bucket
  bucket(name, user) {
    let sum = 0;
    for (const c of `${name}:${user.user}`) sum = (sum * 31 + c.charCodeAt(0)) % 100;
    return sum;
  }

  evaluate(environment, user) {
    const result = {};
    for (const [name, flag] of Object.entries(this.environments[environment] || {})) {
      result[name] = flag.enabled && this.bucket(name, user) < flag.rollout && this.matches(flag.rule, user);
    }
    return result;
  }
}

module.exports = FlagStore;

/* Confinement of a child, before the Go runtime starts: every thread of the process inherits it from the one there is now. */
#include "enter_linux.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Newer than the headers of the oldest system that builds this; equal on all architectures. */
enum { nr_landlock_create_ruleset = 444, nr_landlock_restrict_self = 446, nr_close_range = 436, landlock_version = 1 };

/* struct landlock_ruleset_attr of ABI 6. Older kernels take the longer struct if what they do not know is zero. */
typedef struct {
  uint64_t files, network, scopes;
} ruleset;

confine_state confine_entered;
extern char **environ;

/* take blanks every variable of this name in the environment that Go will read, and gives the first's value. The list keeps its
   length: Go counts its way past it to what the kernel says of the machine. */
static const char *take(const char *name) {
  static char none[] = "";
  size_t n = strlen(name);
  const char *value = NULL;
  for (char **e = environ; e && *e; e++) {
    if (strncmp(*e, name, n) || (*e)[n] != '=') continue;
    if (!value) value = *e + n + 1;
    *e = none;
  }
  return value;
}

/* Whatever this user's other programs left open. The three that a child is given are its requests, answers and complaints. */
static void close_others(void) {
  if (!syscall(nr_close_range, 3u, ~0u, 0u)) return;
  struct rlimit most;
  if (getrlimit(RLIMIT_NOFILE, &most) || most.rlim_cur > 1 << 20) most.rlim_cur = 1 << 20;
  for (int fd = 3; fd < (int)most.rlim_cur; fd++) close(fd);
}

static void limit(int resource, rlim_t most) {
  struct rlimit now;
  if (getrlimit(resource, &now)) return;
  if (most > now.rlim_max) most = now.rlim_max;
  now = (struct rlimit){most, most};
  setrlimit(resource, &now);
}

/* A process of the superuser is one without powers from here on. */
static void drop_capabilities(void) {
  struct {
    uint32_t version;
    int pid;
  } header = {0x20080522, 0};
  struct {
    uint32_t effective, permitted, inheritable;
  } none[2] = {{0, 0, 0}, {0, 0, 0}};
  syscall(SYS_capset, &header, none);
}

/* all gives the rights that the running kernel knows in one field of a ruleset: the longest row of ones it accepts. */
static uint64_t all(ruleset *r, uint64_t *field) {
  for (int bits = 63; bits > 0; bits--) {
    *field = ((uint64_t)1 << bits) - 1;
    long fd = syscall(nr_landlock_create_ruleset, r, sizeof *r, 0u);
    if (fd >= 0) {
      close((int)fd);
      return *field;
    }
  }
  return 0;
}

/* Every right is handled and none is given: no file, no port, no signal, no socket of others. */
static int enter_landlock(int *abi) {
  long version = syscall(nr_landlock_create_ruleset, NULL, (size_t)0, (unsigned)landlock_version);
  if (version < 0) return errno;
  ruleset f = {0}, n = {0}, s = {0};
  ruleset r = {all(&f, &f.files), all(&n, &n.network), all(&s, &s.scopes)};
  long fd = syscall(nr_landlock_create_ruleset, &r, sizeof r, 0u);
  if (fd < 0) return errno;
  int failed = syscall(nr_landlock_restrict_self, (int)fd, 0u) ? errno : 0;
  close((int)fd);
  if (!failed) *abi = (int)version;
  return failed;
}

/* The variable is LAYERS BYTES ROLE: l and s for Landlock and seccomp, the bound of memory, what to do. Anything else gets
   all the layers and no role. */
__attribute__((constructor)) static void enter(void) {
  const char *value = take("BARTIZAN_CONFINED");
  if (!value) return;
  confine_state *c = &confine_entered;
  c->child = 1;
  const char *layers = "ls", *role = "";
  char *end;
  const char *space = strchr(value, ' ');
  if (space) {
    unsigned long long bytes = strtoull(space + 1, &end, 10);
    if (*end == ' ' && strlen(end + 1) < sizeof c->role) {
      layers = value;
      role = end + 1;
      if (bytes) limit(RLIMIT_DATA, (rlim_t)bytes);
    }
  }
  strcpy(c->role, role);
  size_t asked = strcspn(layers, " ");
  close_others();
  limit(RLIMIT_CORE, 0);
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)) {
    c->landlock_error = c->seccomp_error = errno;
    return;
  }
  if (memchr(layers, 'l', asked)) c->landlock_error = enter_landlock(&c->landlock);
  drop_capabilities();
  if (memchr(layers, 's', asked)) {
    c->seccomp_error = confine_seccomp();
    c->seccomp = !c->seccomp_error;
  }
}

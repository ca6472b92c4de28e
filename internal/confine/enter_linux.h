#ifndef BARTIZAN_ENTER_H
#define BARTIZAN_ENTER_H

#include <linux/filter.h>

/* What the constructor did. `child` is 0 in a process that was not started as a child: nothing was done then. */
typedef struct {
  int child;
  int landlock;       /* ABI in force, 0 = none */
  int landlock_error; /* errno, 0 where it was not tried */
  int seccomp;
  int seccomp_error;
  char role[64];
} confine_state;

extern confine_state confine_entered;

/* The filter as the kernel gets it, for process `self`. */
enum { confine_filter_most = 160 };
typedef struct {
  struct sock_filter code[confine_filter_most];
  unsigned short length;
} confine_filter;
void confine_build(confine_filter *filter, unsigned self);

/* Puts the filter over this thread and those it will start. Returns an errno or 0. */
int confine_seccomp(void);

#endif

/* The system calls of a confined child: memory, threads, time, and the three descriptors it has. What is not named here answers
   EPERM, so that a table which lacks a call of its architecture refuses it. */
#include "enter_linux.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifndef ARCHITECTURE

void confine_build(confine_filter *filter, unsigned self) { (void)filter, (void)self; }
int confine_seccomp(void) { return ENOSYS; }

#else

#ifndef SECCOMP_RET_KILL_PROCESS
#define SECCOMP_RET_KILL_PROCESS 0x80000000U
#endif

enum {
  thread = 0x00010000,     /* CLONE_THREAD */
  namespaces = 0x7E020000, /* CLONE_NEWNS, -CGROUP, -UTS, -IPC, -USER, -PID, -NET */
  name_memory = 0x53564d41 /* PR_SET_VMA: Go names its mappings with it */
};
enum { nr_clone3 = 435, newest = 470 }; /* equal on all architectures */

/* The half of an argument that holds the flags, in struct seccomp_data; both architectures are little-endian. */
#define ARG_LOW(n) (offsetof(struct seccomp_data, args) + 8 * (n))

static void put(confine_filter *f, unsigned short code, unsigned k, unsigned char yes, unsigned char no) {
  f->code[f->length++] = (struct sock_filter){code, yes, no, k};
}

static void load(confine_filter *f, unsigned offset) { put(f, BPF_LD | BPF_W | BPF_ABS, offset, 0, 0); }
static void mask(confine_filter *f, unsigned bits) { put(f, BPF_ALU | BPF_AND | BPF_K, bits, 0, 0); }
static void answer(confine_filter *f, unsigned what) { put(f, BPF_RET | BPF_K, what, 0, 0); }
static void allow(confine_filter *f) { answer(f, SECCOMP_RET_ALLOW); }
static void refuse(confine_filter *f) { answer(f, SECCOMP_RET_ERRNO | EPERM); }

/* Skip the next `n` instructions unless the loaded word is k. */
static void only(confine_filter *f, unsigned k, unsigned char n) { put(f, BPF_JMP | BPF_JEQ | BPF_K, k, 0, n); }

static void call(confine_filter *f, unsigned nr) {
  only(f, nr, 1);
  allow(f);
}

/* A call that is allowed where (argument & bits) == value in the low word, which is all that the kernel reads of these. */
static void call_where(confine_filter *f, unsigned nr, int argument, unsigned bits, unsigned value) {
  only(f, nr, 5);
  load(f, ARG_LOW(argument));
  mask(f, bits);
  only(f, value, 1);
  allow(f);
  refuse(f);
}

static const unsigned calls[] = {
    /* data, on the descriptors there are */
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_close, SYS_fstat,
    /* memory */
    SYS_munmap, SYS_mremap, SYS_madvise, SYS_brk,
    /* threads, and Go's waiting */
    SYS_futex, SYS_sched_yield, SYS_sched_getaffinity, SYS_set_robust_list, SYS_set_tid_address, SYS_rseq, SYS_membarrier, SYS_getcpu,
    SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_pwait, SYS_eventfd2, SYS_exit, SYS_exit_group, SYS_restart_syscall,
    /* signals to oneself */
    SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn, SYS_sigaltstack,
    /* time, identity, chance */
    SYS_nanosleep, SYS_clock_nanosleep, SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday, SYS_getpid, SYS_gettid, SYS_getrandom,
    SYS_uname, SYS_sysinfo,
#ifdef __x86_64__
    SYS_arch_prctl, SYS_epoll_wait, SYS_time,
#endif
};

void confine_build(confine_filter *f, unsigned self) {
  f->length = 0;
  load(f, offsetof(struct seccomp_data, arch));
  put(f, BPF_JMP | BPF_JEQ | BPF_K, ARCHITECTURE, 1, 0);
  answer(f, SECCOMP_RET_KILL_PROCESS);
  load(f, offsetof(struct seccomp_data, nr));
#ifdef __x86_64__
  put(f, BPF_JMP | BPF_JGE | BPF_K, 0x40000000, 0, 1); /* x32 */
  refuse(f);
#endif
  /* A newer C library tries calls that this table cannot know, and falls back when told that there are none. clone3 hides its
     flags in memory; the library falls back to clone. */
  put(f, BPF_JMP | BPF_JGT | BPF_K, newest, 1, 0);
  only(f, nr_clone3, 1);
  answer(f, SECCOMP_RET_ERRNO | ENOSYS);

  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) call(f, calls[i]);
  only(f, SYS_mmap, 8);
  load(f, ARG_LOW(2));
  mask(f, PROT_EXEC);
  only(f, 0, 4);
  load(f, ARG_LOW(3));
  mask(f, MAP_SHARED); /* the bound of memory does not count it */
  only(f, 0, 1);
  allow(f);
  refuse(f);
  call_where(f, SYS_mprotect, 2, PROT_EXEC, 0);
  call_where(f, SYS_clone, 0, thread | namespaces, thread);
  call_where(f, SYS_tgkill, 0, ~0u, self);
  /* F_DUPFD, F_GETFD, F_SETFD, F_GETFL; what is above could have the kernel signal others for us. */
  call_where(f, SYS_fcntl, 1, ~3u, 0);
  call_where(f, SYS_prctl, 0, ~0u, name_memory);
  refuse(f);
}

int confine_seccomp(void) {
  confine_filter f;
  confine_build(&f, (unsigned)getpid());
  struct sock_fprog program = {f.length, f.code};
  /* A parser holds no secret of another parser in its process. Without this flag kernels before 5.16 slow it down as if. */
  if (!syscall(SYS_seccomp, 1 /* SET_MODE_FILTER */, 4 /* SPEC_ALLOW */, &program)) return 0;
  return prctl(PR_SET_SECCOMP, 2 /* MODE_FILTER */, &program, 0, 0) ? errno : 0;
}

#endif

#ifndef BARTIZAN_ARENA_H
#define BARTIZAN_ARENA_H

#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

/* An arena serves the requests of one parse, counts them, and ends the parse when they are too many: by a jump to `out`, from
   inside whatever the parser is doing. In some errors a single operation of the parser copies what was skipped before it, or
   all ways through its stack, and 4 kB of text are gigabytes; nothing but the requests shows it. They are counted whether or
   not memory is given back, so that the same text always ends at the same one. arena_close gives all of it back at once. */
typedef struct arena {
  jmp_buf out; /* with 1: over the limit, 2: the system has no memory */
  uint64_t requested, limit;
  char *at, *end; /* free part of the newest chunk */
  struct chunk *chunks;
  struct large *larges;
  void *spare[129]; /* freed small blocks, by size in 16 bytes */
} arena;

void arena_open(arena *a, uint64_t limit); /* for this thread */
void arena_close(arena *a);

/* For ts_set_allocator. In a thread without an arena they are malloc's. */
void *arena_malloc(size_t size);
void *arena_calloc(size_t count, size_t size);
void *arena_realloc(void *p, size_t size);
void arena_free(void *p);

#endif

#include "arena.h"

#include <stdlib.h>
#include <string.h>

enum { unit = 16, small_most = 128 * unit, first_chunk = 64 << 10, most_chunk = 4 << 20 };

/* Before each block stands what it is: small ones lie in chunks, large ones in a list, plain ones belong to no arena. */
typedef enum { plain, small, large_kind } kind;
typedef struct {
  size_t size;
  kind kind;
} header;
_Static_assert(sizeof(header) == unit, "blocks must stay aligned");

typedef struct large {
  struct large *previous, *next;
  header header;
} large;

typedef struct chunk {
  struct chunk *next;
  size_t size;
} chunk;

static _Thread_local arena *current;

void arena_open(arena *a, uint64_t limit) {
  memset(a, 0, sizeof *a);
  a->limit = limit;
  current = a;
}

void arena_close(arena *a) {
  for (chunk *c = a->chunks, *next; c; c = next) {
    next = c->next;
    free(c);
  }
  for (large *l = a->larges, *next; l; l = next) {
    next = l->next;
    free(l);
  }
  a->chunks = NULL;
  a->larges = NULL;
  current = NULL;
}

static header *header_of(void *p) { return (header *)((char *)p - sizeof(header)); }
static large *large_of(void *p) { return (large *)((char *)p - sizeof(large)); }

static void count(arena *a, size_t size) {
  a->requested += size;
  if (a->requested > a->limit) longjmp(a->out, 1);
}

static void *small_block(arena *a, size_t units) {
  void *spare = a->spare[units];
  if (spare) {
    memcpy(&a->spare[units], spare, sizeof(void *));
    return spare;
  }
  size_t need = sizeof(header) + units * unit;
  if ((size_t)(a->end - a->at) < need) {
    size_t size = a->chunks ? a->chunks->size * 2 : first_chunk;
    if (size > most_chunk) size = most_chunk;
    chunk *c = malloc(size);
    if (!c) longjmp(a->out, 2);
    *c = (chunk){a->chunks, size};
    a->chunks = c;
    a->at = (char *)c + sizeof *c;
    a->end = (char *)c + size;
  }
  header *h = (header *)a->at;
  a->at += need;
  *h = (header){units * unit, small};
  return h + 1;
}

static void *link_large(arena *a, large *l, size_t size) {
  if (!l) longjmp(a->out, 2);
  *l = (large){NULL, a->larges, {size, large_kind}};
  if (l->next) l->next->previous = l;
  a->larges = l;
  return l + 1;
}

static void unlink_large(arena *a, large *l) {
  if (l->next) l->next->previous = l->previous;
  if (l->previous) l->previous->next = l->next;
  else a->larges = l->next;
}

void *arena_malloc(size_t size) {
  arena *a = current;
  if (!a) {
    header *h = malloc(sizeof *h + size);
    if (!h) return NULL;
    *h = (header){size, plain};
    return h + 1;
  }
  count(a, size);
  if (size <= small_most) return small_block(a, size ? (size + unit - 1) / unit : 1);
  return link_large(a, malloc(sizeof(large) + size), size);
}

void *arena_calloc(size_t n, size_t size) {
  if (size && n > SIZE_MAX / 2 / size) return NULL;
  void *p = arena_malloc(n * size);
  return p ? memset(p, 0, n * size) : NULL;
}

void *arena_realloc(void *p, size_t size) {
  if (!p) return arena_malloc(size);
  header *h = header_of(p);
  arena *a = current;
  switch (h->kind) {
    case plain:
      h = realloc(h, sizeof *h + size);
      if (!h) return NULL;
      h->size = size;
      return h + 1;
    case large_kind:
      if (size <= small_most) break;
      count(a, size);
      unlink_large(a, large_of(p));
      large *l = realloc(large_of(p), sizeof(large) + size);
      if (!l) free(large_of(p));
      return link_large(a, l, size);
    case small:
      if (size <= h->size) return p;
      break;
  }
  void *q = arena_malloc(size);
  memcpy(q, p, h->size < size ? h->size : size);
  arena_free(p);
  return q;
}

void arena_free(void *p) {
  if (!p) return;
  header *h = header_of(p);
  switch (h->kind) {
    case plain:
      free(h);
      break;
    case large_kind:
      unlink_large(current, large_of(p));
      free(large_of(p));
      break;
    case small:
      memcpy(p, &current->spare[h->size / unit], sizeof(void *));
      current->spare[h->size / unit] = p;
      break;
  }
}

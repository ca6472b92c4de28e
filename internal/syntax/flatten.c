#include "flatten.h"

#include "arena.h"

#include <pthread.h>
#include <stdlib.h>
#ifndef _WIN32
#include <signal.h>
#endif

typedef struct {
  uint32_t steps, max_steps;
} budget;

typedef struct {
  const char *text;
  uint32_t length;
  budget *budget;
} source;

/* The text is handed out in pieces, and each piece that is asked for is a step: some grammars' own scanners look ahead to the
   end of the text at every word, or, where nothing fits, at every character, which the parser counts as one operation. Behind
   the budget the text has an end. */
enum { piece = 1024 };

typedef struct {
  flattener *flattener;
  const TSLanguage *language;
  const char *text;
  uint32_t length, max_steps;
  uint64_t max_memory;
  uint32_t max_nodes;
  int result;
} request;

static const char *read_source(void *payload, uint32_t at, TSPoint point, uint32_t *length) {
  const source *s = payload;
  (void)point;
  if (at >= s->length || s->budget->steps > s->budget->max_steps) {
    *length = 0;
    return "";
  }
  s->budget->steps++;
  *length = s->length - at < piece ? s->length - at : piece;
  return s->text + at;
}

static bool over_budget(TSParseState *state) {
  budget *b = state->payload;
  if (b->steps <= b->max_steps) b->steps++;
  return b->steps > b->max_steps;
}

static bool grow_nodes(flattener *f) {
  uint32_t capacity = f->capacity ? f->capacity * 2 : 4096;
  flat_node *nodes = realloc(f->nodes, (size_t)capacity * sizeof *nodes);
  if (!nodes) return false;
  f->nodes = nodes;
  f->capacity = capacity;
  return true;
}

static bool grow_open(flattener *f) {
  uint32_t capacity = f->open_capacity ? f->open_capacity * 2 : 256;
  uint32_t *open = realloc(f->open, (size_t)capacity * sizeof *open);
  if (!open) return false;
  f->open = open;
  f->open_capacity = capacity;
  return true;
}

static void put(flat_node *to, TSNode n, TSFieldId field) {
  bool bad = ts_node_is_missing(n) || ts_node_is_error(n);
  to->symbol = ts_node_symbol(n);
  to->flags = (uint16_t)(ts_node_is_named(n) | bad << 1 | ts_node_is_extra(n) << 2 | field << 3);
  to->start = ts_node_start_byte(n);
  to->end = ts_node_end_byte(n);
  to->size = 1;
}

/* The depth is the text's choice, so the walk keeps its own stack, which grows on the heap. */
static int walk(flattener *f, TSTreeCursor *cursor, uint32_t max_nodes) {
  int result = flat_done;
  uint32_t depth = 0;
  for (;;) {
    if (f->count == max_nodes) {
      result = flat_node_budget;
      break;
    }
    if ((f->count == f->capacity && !grow_nodes(f)) || (depth == f->open_capacity && !grow_open(f))) return flat_no_memory;
    put(&f->nodes[f->count], ts_tree_cursor_current_node(cursor), ts_tree_cursor_current_field_id(cursor));
    f->open[depth] = f->count++;
    if (depth + 1 > f->depth) f->depth = depth + 1;
    if (ts_tree_cursor_goto_first_child(cursor)) {
      depth++;
      continue;
    }
    for (;;) {
      flat_node *n = &f->nodes[f->open[depth]];
      n->size = f->count - f->open[depth];
      if (ts_tree_cursor_goto_next_sibling(cursor)) break;
      if (depth == 0) return flat_done;
      ts_tree_cursor_goto_parent(cursor);
      depth--;
    }
  }
  /* Stopped at the budget: close what is open. The node at `depth` was not entered. */
  while (depth-- > 0) f->nodes[f->open[depth]].size = f->count - f->open[depth];
  return result;
}

/* The tree is not taken apart: it goes with the arena. */
static int parse_and_walk(const request *r, arena *memory) {
  flattener *f = r->flattener;
  /* A parser that is used again has pools of what it freed, and its work would depend on the texts before. */
  TSParser *parser = ts_parser_new();
  if (!ts_parser_set_language(parser, r->language)) return flat_no_language;
  budget b = {0, r->max_steps};
  source s = {r->text, r->length, &b};
  TSInput input = {.payload = &s, .read = read_source, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = &b, .progress_callback = over_budget};
  TSTree *tree = ts_parser_parse_with_options(parser, NULL, input, options);
  f->steps = b.steps;
  f->memory = memory->requested;
  ts_parser_delete(parser); /* the external scanner's memory is its own */
  if (!tree || b.steps > b.max_steps) return flat_parse_budget;
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  return walk(f, &cursor, r->max_nodes);
}

static int within_memory(const request *r) {
  flattener *f = r->flattener;
  f->count = f->depth = f->steps = 0;
  arena memory;
  arena_open(&memory, r->max_memory);
  int result;
  switch (setjmp(memory.out)) {
    case 0:
      result = parse_and_walk(r, &memory);
      break;
    case 1:
      result = flat_parse_budget;
      break;
    default:
      result = flat_no_memory;
  }
  arena_close(&memory);
  if (result != flat_done && result != flat_node_budget) f->count = 0;
  return result;
}

static void *thread(void *argument) {
  request *r = argument;
#ifndef _WIN32
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL); /* signals are for the threads of Go */
#endif
  r->result = within_memory(r);
  return NULL;
}

/* The runtime releases its stacks by recursion, as deep as a text with errors has open brackets: 100 bytes a level, and up to
   a level a byte. So it runs on a stack of its own that holds this, of which only what is used takes memory. */
static const size_t stack_base = 1 << 20, stack_per_byte = 256;

int flatten(flattener *f, const TSLanguage *language, const char *text, uint32_t length, uint32_t max_steps,
            uint64_t max_memory, uint32_t max_nodes) {
  request r = {f, language, text, length, max_steps, max_memory, max_nodes, flat_no_memory};
  pthread_attr_t attributes;
  pthread_t id;
  if (pthread_attr_init(&attributes)) return flat_no_memory;
  size_t stack = (stack_base + length * stack_per_byte + 0xFFFF) & ~(size_t)0xFFFF;
  int failed = pthread_attr_setstacksize(&attributes, stack) || pthread_create(&id, &attributes, thread, &r);
  pthread_attr_destroy(&attributes);
  if (failed) return flat_no_memory;
  pthread_join(id, NULL);
  return r.result;
}

/* The runtime's Go module has each request go through Go and back; parsing takes 1.6 times as long then. */
static void set_allocator(void) { ts_set_allocator(arena_malloc, arena_calloc, arena_realloc, arena_free); }

void flattener_prepare(void) {
  static pthread_once_t once = PTHREAD_ONCE_INIT;
  pthread_once(&once, set_allocator);
}

void flattener_free(flattener *f) {
  free(f->nodes);
  free(f->open);
  *f = (flattener){0};
}

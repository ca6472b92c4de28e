#include "flatten.h"

#include <stdlib.h>

typedef struct {
  const char *text;
  uint32_t length;
} source;

typedef struct {
  uint32_t steps, limit;
} budget;

static const char *read_source(void *payload, uint32_t at, TSPoint point, uint32_t *length) {
  const source *s = payload;
  (void)point;
  if (at >= s->length) {
    *length = 0;
    return "";
  }
  *length = s->length - at;
  return s->text + at;
}

static bool over_budget(TSParseState *state) {
  budget *b = state->payload;
  return ++b->steps > b->limit;
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

int flatten(flattener *f, const TSLanguage *language, const char *text, uint32_t length, uint32_t max_steps,
            uint32_t max_nodes) {
  f->count = f->depth = f->steps = 0;
  if (!f->parser && !(f->parser = ts_parser_new())) return flat_no_memory;
  if (!ts_parser_set_language(f->parser, language)) return flat_no_language;

  source s = {text, length};
  budget b = {0, max_steps};
  TSInput input = {.payload = &s, .read = read_source, .encoding = TSInputEncodingUTF8};
  TSParseOptions options = {.payload = &b, .progress_callback = over_budget};
  TSTree *tree = ts_parser_parse_with_options(f->parser, NULL, input, options);
  f->steps = b.steps;
  if (!tree) {
    ts_parser_reset(f->parser);
    return flat_parse_budget;
  }
  TSTreeCursor cursor = ts_tree_cursor_new(ts_tree_root_node(tree));
  int result = walk(f, &cursor, max_nodes);
  ts_tree_cursor_delete(&cursor);
  ts_tree_delete(tree);
  if (result == flat_no_memory) f->count = 0;
  return result;
}

void flattener_free(flattener *f) {
  if (f->parser) ts_parser_delete(f->parser);
  free(f->nodes);
  free(f->open);
  *f = (flattener){0};
}

#ifndef BARTIZAN_FLATTEN_H
#define BARTIZAN_FLATTEN_H

#include <stdbool.h>
#include <stdint.h>

#include "tree_sitter/api.h"

/* One node of the flat tree; the same 16 bytes as Node in tree.go. */
typedef struct {
  uint16_t symbol;
  uint16_t flags; /* bit 0 named, bit 1 error or missing, bit 2 extra, bits 3..15 field */
  uint32_t start, end;
  uint32_t size; /* nodes in the subtree, this one included */
} flat_node;

enum { flat_done = 0, flat_parse_budget = 1, flat_node_budget = 2, flat_no_memory = 3, flat_no_language = 4 };

/* A flattener keeps its buffers from one file to the next. */
typedef struct {
  flat_node *nodes;
  uint32_t count, capacity;
  uint32_t *open; /* indices of the nodes between the root and the cursor */
  uint32_t open_capacity;
  uint32_t depth; /* deepest node, the root being at 1 */
  uint32_t steps; /* of the parser: each 100 of its operations, or a piece of the text that it reads */
  uint64_t memory; /* bytes that the parser asked for in all; 0 after flat_parse_budget */
} flattener;

/* All limits count work, so that the same text always ends the same way. After any result but flat_done and
   flat_node_budget there are no nodes. After flat_node_budget the first max_nodes nodes are there, well formed. */
int flatten(flattener *f, const TSLanguage *language, const char *text, uint32_t length, uint32_t max_steps,
            uint64_t max_memory, uint32_t max_nodes);

/* Comes before all else, and after the initialisation of the runtime's Go module. */
void flattener_prepare(void);

void flattener_free(flattener *f);

#endif

"""Arithmetic on named figures, without running code."""
import ast
import operator

OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def evaluate(formula: str, figures: dict[str, float]) -> float:
    """Raises ValueError for everything that is not + - * / on numbers and known names."""
    try:
        tree = ast.parse(formula, mode="eval")
        return round(_value(tree.body, figures), 2)
    except (SyntaxError, KeyError, ZeroDivisionError, OverflowError, RecursionError, MemoryError) as exc:
        raise ValueError("not a formula") from exc


def _value(node: ast.expr, figures: dict[str, float]) -> float:
    match node:
        case ast.Constant(value=int() | float() as number):
            return float(number)
        case ast.Name(id=name):
            return figures[name]
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return OPERATORS[type(op)](_value(left, figures), _value(right, figures))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, figures)
    raise ValueError("not a formula")

"""Four numbers worked on at once, as a processor's vector instructions do: the channels of one cell. The compiler does
not find them by itself in loops over cells whose neighbours lie where the flow says.

Each operation is rounded as the plain one is (``mixed`` once, being fused), so the result is the same on every machine.
A kernel is kept on disk until its own file changes: one that uses what is changed here has to be touched too.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, ParamSpec, TypeAlias, TypeVar, cast

from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core import cgutils
from numba.extending import intrinsic, models, overload, register_model

P = ParamSpec("P")
R = TypeVar("R")
Four: TypeAlias = Any  # within a kernel
_FLOAT, _INDEX = ir.FloatType(), ir.IntType(32)
_WIDE = ir.VectorType(_FLOAT, 4)
_TURN = (1, 2, 3, 0)


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """``function`` as a part of kernels, compiled into each place that calls it."""
    return cast("Callable[P, R]", njit(cache=True, nogil=True, forceinline=True)(function))


class FourType(types.Type):  # type: ignore[misc]
    """Four single numbers in one register."""

    def __init__(self) -> None:
        super().__init__(name="Four")


FOUR = FourType()


@register_model(FourType)
class _FourModel(models.PrimitiveModel):  # type: ignore[misc]
    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, _WIDE)


def _intrinsic(function: Callable[..., Any]) -> Callable[..., Any]:
    return cast("Callable[..., Any]", intrinsic(function))


def _at(context: Any, builder: Any, kind: Any, array: Any, index: Any, what: Any) -> Any:
    """A pointer to ``what`` from element ``index`` of a contiguous array on."""
    held = context.make_array(kind)(context, builder, array)
    return builder.bitcast(builder.gep(held.data, [index]), what.as_pointer())


def _spread(builder: Any, number: Any) -> Any:
    one = builder.insert_element(ir.Constant(_WIDE, ir.Undefined), number, ir.Constant(_INDEX, 0))
    return builder.shuffle_vector(one, one, ir.Constant(ir.VectorType(_INDEX, 4), [0] * 4))


@_intrinsic
def lent(typing: Any, array: Any) -> Any:
    """The array while the caller holds it: rows taken from it are not counted, for which threads would wait for one
    another."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        found = context.make_array(signature.args[0])(context, builder, held[0])
        found.meminfo = ir.Constant(found.meminfo.type, None)
        return found._getvalue()
    return array(array), made


@_intrinsic
def four(typing: Any, array: Any, index: Any) -> Any:
    """Four elements of a contiguous float32 array, the first at ``index`` of all of it."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        found = builder.load(_at(context, builder, signature.args[0], held[0], held[1], _WIDE))
        found.align = 4
        return found
    return FOUR(array, types.intp), made


@_intrinsic
def put(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Writes all four into a contiguous float32 array."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        builder.store(held[2], _at(context, builder, signature.args[0], held[0], held[1], _WIDE)).align = 4
        return context.get_dummy_value()
    return types.void(array, types.intp, FOUR), made


@_intrinsic
def three(typing: Any, array: Any, index: Any) -> Any:
    """Three elements and a 0, where a fourth may lie beyond the array."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        found = ir.Constant(_WIDE, [0.0] * 4)
        for number in range(3):
            at = builder.add(held[1], ir.Constant(held[1].type, number))
            one = builder.load(_at(context, builder, signature.args[0], held[0], at, _FLOAT))
            found = builder.insert_element(found, one, ir.Constant(_INDEX, number))
        return found
    return FOUR(array, types.intp), made


@_intrinsic
def put_three(typing: Any, array: Any, index: Any, value: Any) -> Any:
    """Writes the first three."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        for number in range(3):
            at = builder.add(held[1], ir.Constant(held[1].type, number))
            one = builder.extract_element(held[2], ir.Constant(_INDEX, number))
            builder.store(one, _at(context, builder, signature.args[0], held[0], at, _FLOAT))
        return context.get_dummy_value()
    return types.void(array, types.intp, FOUR), made


@_intrinsic
def fours(typing: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
    """The four of four numbers."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        found = ir.Constant(_WIDE, ir.Undefined)
        for number, one in enumerate(held):
            found = builder.insert_element(found, one, ir.Constant(_INDEX, number))
        return found
    return FOUR(*[types.float32] * 4), made


@_intrinsic
def alike(typing: Any, number: Any) -> Any:
    """One number four times."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        return _spread(builder, held[0])
    return FOUR(types.float32), made


@_intrinsic
def lane(typing: Any, value: Any, number: Any) -> Any:
    """One of the four."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        return builder.extract_element(held[0], builder.trunc(held[1], _INDEX))
    return types.float32(FOUR, types.intp), made


@_intrinsic
def turned(typing: Any, value: Any) -> Any:
    """The second, third, fourth, first."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        return builder.shuffle_vector(held[0], held[0], ir.Constant(ir.VectorType(_INDEX, 4), list(_TURN)))
    return FOUR(FOUR), made


def _either(first: str) -> Callable[..., Any]:
    def chosen(typing: Any, one: Any, other: Any) -> Any:
        def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
            return builder.select(builder.fcmp_ordered(first, *held), *held)
        return FOUR(FOUR, FOUR), made
    return _intrinsic(chosen)


least = _either("<")  # lane by lane; the other's where the one is no number
most = _either(">")


@_intrinsic
def mixed(typing: Any, one: Any, other: Any, share: Any) -> Any:
    """``one`` and ``share`` of the way from it to ``other``."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        kind = ir.FunctionType(_WIDE, [_WIDE] * 3)
        fused = cgutils.get_or_insert_function(builder.module, kind, "llvm.fma.v4f32")
        return builder.call(fused, [held[2], builder.fsub(held[1], held[0]), held[0]])
    return FOUR(FOUR, FOUR, FOUR), made


@_intrinsic
def floored(typing: Any, value: Any) -> Any:
    """The whole numbers below."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        kind = ir.FunctionType(_WIDE, [_WIDE])
        return builder.call(cgutils.get_or_insert_function(builder.module, kind, "llvm.floor.v4f32"), held)
    return FOUR(FOUR), made


@_intrinsic
def element(typing: Any, cell: Any, across: Any, along: Any, each: Any) -> Any:
    """Where in an array the cell of whole numbers x, y and z, none below 0, is: x times ``across`` and so on."""
    def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
        whole = builder.fptosi(held[0], ir.VectorType(_INDEX, 4))
        found = None
        for number, step in enumerate(held[1:]):
            one = builder.zext(builder.extract_element(whole, ir.Constant(_INDEX, number)), step.type)
            part = builder.mul(one, step)
            found = part if found is None else builder.add(found, part)
        return found
    return types.intp(FOUR, types.intp, types.intp, types.intp), made


def _plain(name: str) -> Callable[..., Any]:
    def done(typing: Any, one: Any, other: Any) -> Any:
        def made(context: Any, builder: Any, signature: Any, held: Any) -> Any:
            return getattr(builder, name)(*held)
        return FOUR(FOUR, FOUR), made
    return _intrinsic(done)


_added, _less, _times = _plain("fadd"), _plain("fsub"), _plain("fmul")


def _with(sign: Callable[..., Any], done: Callable[..., Any]) -> None:
    @overload(sign)
    def meant(one, other):  # type: ignore[no-untyped-def]  # numba compares it with the lambda, to the letter
        if isinstance(one, FourType) and isinstance(other, FourType):
            return lambda one, other: done(one, other)
        return None


_with(operator.add, _added)
_with(operator.sub, _less)
_with(operator.mul, _times)

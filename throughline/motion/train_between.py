"""python -m throughline.motion.train_between: the in-betweener's weights from capture; seeded, resumable.

Needs torch (the extra "training"); running the trained network does not.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from throughline.motion.capture.retarget import retarget
from throughline.motion.footlock import locked
from throughline.motion.learned import between, pose_code
from throughline.motion.learned.controls import RATE
from throughline.motion.learned.examples import mirrored, resampled
from throughline.motion.learned.network import DILATIONS
from throughline.motion.skeleton import Motion, default_rest
from throughline.motion.train import HELD_OUT, Loss, capture_clips

HIDDEN, BATCH = 288, 32
GAPS = (5, 40)
PACES = (0.9, 1.0, 1.1)


class Betweener(nn.Module):  # type: ignore[misc]
    """The network of ``learned.network`` for ``learned.between``."""

    def __init__(self) -> None:
        super().__init__()
        self.into = nn.Linear(between.WIDTH, HIDDEN)
        self.first, self.second = (
            nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=d, padding=d, padding_mode="replicate")
                          for d in DILATIONS) for _ in range(2))
        self.out = nn.Linear(HIDDEN, pose_code.WIDTH)
        for layer in [*self.second, self.out]:
            nn.init.normal_(layer.weight, std=0.01)

    def forward(self, told: torch.Tensor) -> torch.Tensor:
        """What is added to the interpolation (B, F, pose_code.WIDTH), normalised."""
        rows = self.into(told).transpose(1, 2)
        for first, second in zip(self.first, self.second, strict=True):
            rows = rows + second(functional.relu(first(functional.relu(rows))))
        return self.out(functional.relu(rows).transpose(1, 2))


def _motions(folder: Path, held: bool) -> list[Motion]:
    rest, found = default_rest(), []
    for clip in capture_clips(folder):
        if (clip.name in HELD_OUT) is held:
            whole = locked(retarget(clip, rest), rest, clip.rate)
            for pace in (1.0,) if held else PACES:
                slow = resampled(whole, clip.rate, RATE / pace)
                found += [slow] if held else [slow, mirrored(slow)]
    return found


def _batch(motions: list[Motion], gap: int, count: int, dice: np.random.Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """What the network is told and the true poses, (count, F, ...)."""
    frames, hips = between.PAST + gap + 1, float(default_rest()[0, 2])
    shares = np.array([max(0, len(motion.root) - frames) for motion in motions], dtype=np.float64)
    told, true = [], []
    for which in dice.choice(len(motions), size=count, p=shares / shares.sum()):
        motion = motions[which]
        at = int(dice.integers(0, len(motion.root) - frames))
        root = motion.root[at:at + frames].astype(np.float64)
        turns = motion.rotations[at:at + frames].astype(np.float64)
        rows, way = between.seen(*between.interpolated(root, turns, between.PAST, frames - 1), between.PAST,
                                 frames - 1, hips)
        told.append(rows)
        true.append(pose_code.encoded(root, turns, way, hips))
    return torch.tensor(np.stack(told)).float(), torch.tensor(np.stack(true)).float()


def trained(folder: Path, out: Path, steps: int, seed: int, rate: float = 6e-4) -> None:
    """Trains for ``steps`` steps, saving as it goes to ``out`` and ``out``.state."""
    torch.manual_seed(seed)
    motions, held = _motions(folder, held=False), _motions(folder, held=True)
    sample, _ = _batch(motions, 20, 400, np.random.default_rng(seed))
    mean, scale = sample.mean((0, 1)), sample.std((0, 1)) + 0.05
    shown_scale = scale[:pose_code.WIDTH] + 0.05
    net = Betweener()
    best = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    loss_of = Loss(default_rest(), torch.zeros(1), torch.ones(1))
    first, state = 0, out.with_suffix(".state")
    if state.exists():
        saved = torch.load(state, weights_only=True)
        net.load_state_dict(saved["net"])
        best.load_state_dict(saved["best"])
        first = int(saved["step"])
    began = time.monotonic()
    for step in range(first, steps):
        for group in best.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * float(0.5 * (1.0 + np.cos(np.pi * step / steps))) + 1e-6
        dice = np.random.Generator(np.random.PCG64([seed, step]))
        gap = int(dice.integers(GAPS[0], GAPS[1] + 1))
        told, true = _batch(motions, gap, BATCH, dice)
        code = told[..., :pose_code.WIDTH] + net((told - mean) / scale) * shown_scale
        loss = _apart(loss_of, code, true)
        best.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        best.step()
        if (step + 1) % 100 == 0:
            pace = (time.monotonic() - began) / (step + 1 - first)
            said = _held_out(net, held, mean, scale, shown_scale, loss_of)
            print(f"step {step + 1}/{steps}  loss {float(loss.detach()):.4f}  held {said}  left "
                  f"{pace * (steps - step - 1) / 60:.0f} min", flush=True)
        if (step + 1) % 500 == 0 or step + 1 == steps:
            torch.save({"net": net.state_dict(), "best": best.state_dict(), "step": step + 1}, state)
            _save(net, {"told_mean": mean, "told_scale": scale, "shown_scale": shown_scale}, out)


def _apart(loss_of: Loss, code: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    gap = slice(between.PAST - 1, code.shape[1])
    made, was = loss_of.places(code[:, gap]), loss_of.places(true[:, gap])
    speed = (torch.diff(made, dim=1) - torch.diff(was, dim=1)).abs()
    return (functional.l1_loss(code[:, gap], true[:, gap]) * 2.0 + 10.0 * (made - was).abs().mean() +
            20.0 * speed.mean())


def _held_out(net: Betweener, held: list[Motion], mean: torch.Tensor, scale: torch.Tensor, shown_scale: torch.Tensor,
              loss_of: Loss) -> str:
    """Joints' mean distance over that of interpolation, at gaps of 15 and of 30 frames, on held-out takes."""
    said = []
    with torch.no_grad():
        for gap in (15, 30):
            told, true = _batch(held, gap, 128, np.random.default_rng(7))
            plain = told[..., :pose_code.WIDTH]
            code = plain + net((told - mean) / scale) * shown_scale
            inside = slice(between.PAST, between.PAST + gap)
            far = [float((loss_of.places(rows[:, inside]) - loss_of.places(true[:, inside])).norm(dim=-1).mean())
                   for rows in (code, plain)]
            said.append(f"{gap}: {far[0] / far[1]:.3f}")
    return "  ".join(said)


def _save(net: Betweener, stats: dict[str, torch.Tensor], path: Path) -> None:
    arrays = dict(stats) | {"in": net.into.weight.T, "in_bias": net.into.bias, "out": net.out.weight.T,
                            "out_bias": net.out.bias}
    for number, (first, second) in enumerate(zip(net.first, net.second, strict=True)):
        for name, layer in (("a", first), ("b", second)):
            arrays |= {f"{name}{number}": layer.weight.permute(2, 1, 0), f"{name}{number}_bias": layer.bias}
    np.savez(path, allow_pickle=False, **{name: np.ascontiguousarray(value.detach().numpy(), dtype=np.float16)
                      for name, value in arrays.items()})


def main() -> None:
    """Reads the command line and trains."""
    say = argparse.ArgumentParser(description=__doc__)
    say.add_argument("capture", type=Path, help="the folder with the capture")
    say.add_argument("--out", type=Path, default=Path("between.npz"))
    say.add_argument("--steps", type=int, default=8000)
    say.add_argument("--seed", type=int, default=1)
    say.add_argument("--threads", type=int, default=2)
    told = say.parse_args()
    torch.set_num_threads(told.threads)
    trained(told.capture, told.out, told.steps, told.seed)


if __name__ == "__main__":
    main()

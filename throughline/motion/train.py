"""python -m throughline.motion.train: the performer's weights from capture; seeded, resumable, hours on two cores.

Needs torch (the extra "training"); running the trained network does not.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from throughline.motion.capture.clip import Clip
from throughline.motion.capture.o3de import read_o3de
from throughline.motion.learned import controls, pose_code
from throughline.motion.learned.examples import Example, examples
from throughline.motion.learned.network import DILATIONS
from throughline.motion.learned.performer import MOOD
from throughline.motion.skeleton import INDEX, JOINTS, PARENTS, default_rest

HIDDEN, WINDOW, BATCH = 256, 96, 24
HELD_OUT = ("Walk2", "JogPivotTurn1", "OutofRange1")
LEFT_OUT = ("Crouching1",)
PACES = (0.92, 1.0, 1.08)
SPRINTS = (1.25, 1.5, 1.8)
DRIVEN_FEET = [INDEX[name] for name in ("LeftFoot", "LeftToes", "RightFoot", "RightToes")]


class Performer(nn.Module):  # type: ignore[misc]
    """The network of ``learned.network``, and beside it a reader that sees the true poses and names their mood."""

    def __init__(self) -> None:
        super().__init__()
        self.into = nn.Linear(controls.WIDTH + MOOD, HIDDEN)
        self.first = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=d, padding=d, padding_mode="replicate")
                                   for d in DILATIONS)
        self.second = nn.ModuleList(nn.Conv1d(HIDDEN, HIDDEN, 3, dilation=d, padding=d, padding_mode="replicate")
                                    for d in DILATIONS)
        self.out = nn.Linear(HIDDEN, pose_code.WIDTH + 4)
        for layer in self.second:
            nn.init.normal_(layer.weight, std=0.01)
        self.reader = nn.Sequential(nn.Conv1d(pose_code.WIDTH + controls.WIDTH, 96, 5, stride=2), nn.ReLU(),
                                    nn.Conv1d(96, 96, 5, stride=2), nn.ReLU(), nn.Conv1d(96, 96, 5, stride=2),
                                    nn.ReLU())
        self.named = nn.Linear(96, 2 * MOOD)

    def mood(self, told: torch.Tensor, shown: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean and log variance (B, MOOD) of the mood of windows (B, F, ...)."""
        seen = self.reader(torch.cat([shown, told], dim=-1).transpose(1, 2)).mean(dim=-1)
        mean, spread = self.named(seen).chunk(2, dim=-1)
        return mean, spread.clamp(-8.0, 4.0)

    def forward(self, told: torch.Tensor, mood: torch.Tensor) -> torch.Tensor:
        """Normalised poses and contact logits (B, F, WIDTH + 4)."""
        rows = torch.cat([told, mood[:, None].expand(-1, told.shape[1], -1)], dim=-1)
        rows = self.into(rows).transpose(1, 2)
        for first, second in zip(self.first, self.second, strict=True):
            rows = rows + second(functional.relu(first(functional.relu(rows))))
        return self.out(functional.relu(rows).transpose(1, 2))


class Loss:
    """How wrong poses are: turns, joints' places and speeds, the feet above all, the contacts."""

    def __init__(self, rest: np.ndarray, mean: torch.Tensor, scale: torch.Tensor):
        self.offsets = torch.tensor(np.array([rest[j] - rest[p] if p >= 0 else rest[0] * 0
                                              for j, p in enumerate(PARENTS)]), dtype=torch.float32)
        self.hips, self.mean, self.scale = float(rest[0, 2]), mean, scale
        self.weight = torch.ones(len(JOINTS), 1)
        self.weight[DRIVEN_FEET] = 2.5

    def places(self, shown: torch.Tensor) -> torch.Tensor:
        """Joints' places (..., J, 3) in the body's frame of poses (..., WIDTH)."""
        six = shown[..., 3:].reshape(*shown.shape[:-1], len(JOINTS), 6)
        first = functional.normalize(six[..., :3], dim=-1)
        second = functional.normalize(six[..., 3:] - (first * six[..., 3:]).sum(-1, keepdim=True) * first, dim=-1)
        turns = torch.stack([first, second, torch.linalg.cross(first, second)], dim=-1)
        world, place = [turns[..., 0, :, :]], [shown[..., :3] * self.hips]
        for joint in range(1, len(JOINTS)):
            parent = PARENTS[joint]
            place.append(place[parent] + world[parent] @ self.offsets[joint])
            world.append(world[parent] @ turns[..., joint, :, :])
        return torch.stack(place, dim=-2)

    def __call__(self, out: torch.Tensor, shown: torch.Tensor, bears: torch.Tensor) -> tuple[torch.Tensor, float]:
        """The loss and the mean distance of joints in metres."""
        code = out[..., :-4]
        made, true = self.places(code * self.scale + self.mean), self.places(shown * self.scale + self.mean)
        apart = (made - true).abs() * self.weight
        speed = (torch.diff(made, dim=1) - torch.diff(true, dim=1)).abs() * self.weight
        turn = torch.diff(speed, dim=1).abs()
        loss = (0.5 * functional.l1_loss(code, shown) + 12.0 * apart.mean() + 30.0 * speed.mean() + 15.0 * turn.mean() +
                0.1 * functional.binary_cross_entropy_with_logits(out[..., -4:], bears))
        return loss, float((made - true).detach().norm(dim=-1).mean())


def capture_clips(folder: Path) -> list[Clip]:
    """The takes to learn from and to hold out, in the order of their names."""
    return [read_o3de(path) for path in sorted(folder.glob("o3de_motion_matching_60hz/*.npz"))
            if path.stem not in LEFT_OUT]


def _stacked(rows: Sequence[Example]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    starts, offset = [], 0
    for row in rows:
        starts.append(torch.arange(offset, offset + len(row.told) - WINDOW))
        offset += len(row.told)
    return (torch.tensor(np.concatenate([row.told for row in rows])),
            torch.tensor(np.concatenate([row.shown for row in rows])),
            torch.tensor(np.concatenate([row.bears for row in rows])).float(), torch.cat(starts))


def trained(folder: Path, out: Path, steps: int, seed: int, rate: float = 6e-4) -> None:
    """Trains for ``steps`` steps, saving as it goes to ``out`` (weights) and ``out``.state (to go on from)."""
    torch.manual_seed(seed)
    rest = default_rest()
    clips = capture_clips(folder)
    learn = list(examples([clip for clip in clips if clip.name not in HELD_OUT], rest, PACES,
                          SPRINTS))
    held = list(examples([clip for clip in clips if clip.name in HELD_OUT], rest))
    told, shown, bears, starts = _stacked(learn)
    stats = {"told_mean": told.mean(0), "told_scale": told.std(0) + 0.05, "shown_mean": shown.mean(0),
             "shown_scale": shown.std(0) + 0.02}
    told, shown = ((told - stats["told_mean"]) / stats["told_scale"], (shown - stats["shown_mean"]) /
                   stats["shown_scale"])
    net = Performer()
    best = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=1e-3)
    loss_of = Loss(rest, stats["shown_mean"], stats["shown_scale"])
    first, state = 0, out.with_suffix(".state")
    if state.exists():
        saved = torch.load(state, weights_only=True)
        net.load_state_dict(saved["net"])
        best.load_state_dict(saved["best"])
        first = int(saved["step"])
    began = time.monotonic()
    window = torch.arange(WINDOW)
    for step in range(first, steps):
        for group in best.param_groups:
            group["lr"] = rate * min(1.0, (step + 1) / 200) * float(0.5 * (1.0 + np.cos(np.pi * step / steps))) + 1e-6
        dice = torch.Generator().manual_seed(seed * 1_000_003 + step)
        at = starts[torch.randint(len(starts), (BATCH,), generator=dice)][:, None] + window
        mean, spread = net.mood(told[at], shown[at])
        mood = mean + torch.randn(mean.shape, generator=dice) * (0.5 * spread).exp()
        loss, apart = loss_of(net(told[at], mood), shown[at], bears[at])
        apart_mood = (0.5 * (mean**2 + spread.exp() - spread - 1.0)).mean(0)
        total = loss + 0.02 * apart_mood.clamp(min=0.15).sum()
        best.zero_grad()
        total.backward()
        nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        best.step()
        if (step + 1) % 100 == 0:
            pace = (time.monotonic() - began) / (step + 1 - first)
            print(f"step {step + 1}/{steps}  loss {float(loss.detach()):.4f}  joints {100 * apart:.2f} cm  mood "
                  f"{float(apart_mood.detach().sum()):.2f}  held {_held_out(net, held, stats, loss_of)}  "
                  f"left {pace * (steps - step - 1) / 60:.0f} min", flush=True)
        if (step + 1) % 500 == 0 or step + 1 == steps:
            torch.save({"net": net.state_dict(), "best": best.state_dict(), "step": step + 1}, state)
            save(net, stats, out)


def _held_out(net: Performer, held: Sequence[Example], stats: dict[str, torch.Tensor], loss_of: Loss) -> str:
    """The joints' mean distance in cm on each held-out take, with no mood known."""
    said = []
    with torch.no_grad():
        for row in held:
            if "mirrored" in row.name:
                continue
            told = (torch.tensor(row.told) - stats["told_mean"]) / stats["told_scale"]
            shown = (torch.tensor(row.shown) - stats["shown_mean"]) / stats["shown_scale"]
            out = net(told[None], torch.zeros(1, MOOD))
            _, apart = loss_of(out, shown[None], torch.tensor(row.bears)[None].float())
            said.append(f"{100 * apart:.2f}")
    return "/".join(said)


def save(net: Performer, stats: dict[str, torch.Tensor], path: Path) -> None:
    """Writes the weights as ``learned.network`` reads them."""
    arrays: dict[str, torch.Tensor] = dict(stats)
    arrays |= {"in": net.into.weight.T, "in_bias": net.into.bias, "out": net.out.weight.T, "out_bias": net.out.bias}
    for number, (first, second) in enumerate(zip(net.first, net.second, strict=True)):
        for name, layer in (("a", first), ("b", second)):
            arrays |= {f"{name}{number}": layer.weight.permute(2, 1, 0), f"{name}{number}_bias": layer.bias}
    np.savez(path, allow_pickle=False, **{name: np.ascontiguousarray(value.detach().numpy(), dtype=np.float16)
                                          for name, value in arrays.items()})


def main() -> None:
    """Reads the command line and trains."""
    say = argparse.ArgumentParser(description=__doc__)
    say.add_argument("capture", type=Path, help="the folder with the capture")
    say.add_argument("--out", type=Path, default=Path("performer.npz"))
    say.add_argument("--steps", type=int, default=16000)
    say.add_argument("--seed", type=int, default=1)
    say.add_argument("--threads", type=int, default=2)
    told = say.parse_args()
    torch.set_num_threads(told.threads)
    trained(told.capture, told.out, told.steps, told.seed)


if __name__ == "__main__":
    main()

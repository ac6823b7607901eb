"""One body's state as the scene goes on, and its part in one shot while that shot is being staged."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field, replace

from throughline.film.blocking import Act, Look, Moment, Performance, Waypoint

RESTING = (Act.SIT, Act.LIE, Act.KNEEL, Act.CROUCH, Act.DRIVE)


def seed_of(*names: object) -> int:
    """A 32-bit seed from names, the same on every machine."""
    return int.from_bytes(hashlib.sha256("\0".join(map(str, names)).encode()).digest()[:4], "big")


@dataclass(frozen=True)
class Bond:
    """Somebody kept hold of from one shot to the next: how, who, by what part, from which frame of this shot on."""

    act: Act
    partner: str
    part: str
    since: float


@dataclass
class Actor:
    """Where somebody is between two shots. ``pose`` is STAND or one of RESTING; ``level`` a seat's or bed's height."""

    name: str
    look: Look
    x: float = 0.0
    y: float = 0.0
    facing: float = 0.0
    pose: Act = Act.STAND
    level: float = 0.0
    present: bool = True
    going: str | None = None
    holding: str | None = None
    prone: bool = False
    bond: Bond | None = None

    def copy(self) -> Actor:
        return replace(self)

    @property
    def eye_height(self) -> float:
        share = {Act.SIT: 0.30, Act.DRIVE: 0.30, Act.LIE: 0.05, Act.KNEEL: 0.68, Act.CROUCH: 0.55}.get(self.pose, 0.93)
        base = self.level if self.pose in (Act.SIT, Act.DRIVE, Act.LIE) else 0.0
        return base + max(0.2, share * self.look.height_m + (0.14 if self.pose in (Act.SIT, Act.DRIVE) else 0.0))

    def towards(self, x: float, y: float) -> float:
        """The facing that looks at (x, y) from here; the present facing where that is here."""
        if math.hypot(x - self.x, y - self.y) < 0.05:
            return self.facing
        return math.atan2(y - self.y, x - self.x)

    def distance(self, other: Actor) -> float:
        return math.hypot(other.x - self.x, other.y - self.y)


@dataclass
class Part:
    """A body's part in the shot that is being staged."""

    start: Actor
    frames: int
    waypoints: list[Waypoint] = field(default_factory=list)
    moments: list[Moment] = field(default_factory=list)
    manner: str = "neutral"

    def go(self, actor: Actor, x: float, y: float, frame_in: float, frame_out: float,
           facing: float | None = None) -> None:
        """Travel from where ``actor`` is to (x, y) between two frames, and stay there."""
        last = self.waypoints[-1]
        if frame_in > last.frame + 0.5:
            self.waypoints.append(Waypoint(frame=frame_in, x=last.x, y=last.y, facing=last.facing))
        arrive = max(frame_out, self.waypoints[-1].frame + 1.0)
        self.waypoints.append(Waypoint(frame=arrive, x=x, y=y, facing=facing))
        actor.facing = facing if facing is not None else actor.towards(x, y)
        actor.x, actor.y = x, y

    def turn(self, actor: Actor, facing: float, frame_in: float, frame_out: float) -> None:
        """Turn on the spot between two frames."""
        last = self.waypoints[-1]
        begin = max(frame_in, last.frame + 0.5)
        self.waypoints.append(Waypoint(frame=begin, x=last.x, y=last.y, facing=actor.facing))
        self.waypoints.append(Waypoint(frame=max(frame_out, begin + 6.0), x=last.x, y=last.y, facing=facing))
        actor.facing = facing

    def act(self, act: Act, frame_in: float, frame_out: float, at: tuple[float, float, float] | None = None,
            left: bool = False, strength: float = 1.0) -> None:
        self.moments.append(Moment(act=act, frame_in=frame_in, frame_out=frame_out, at=at, left=left,
                                   strength=strength))

    @property
    def moves(self) -> bool:
        first = self.waypoints[0]
        return any(math.hypot(way.x - first.x, way.y - first.y) > 0.6 for way in self.waypoints)

    def performance(self, shot_id: str) -> Performance:
        """The finished part. A resting pose held from before the shot is a moment from frame 0."""
        start = self.start
        moments = sorted(self.moments, key=lambda moment: (moment.frame_in, moment.act.value))
        if start.pose in RESTING:
            ends = [moment.frame_in for moment in moments if moment.act is Act.RISE]
            until = min(ends) if ends else float(self.frames)
            strength = -1.0 if start.prone else 1.0
            held = Moment(act=start.pose, frame_in=-24.0, frame_out=until, at=(start.x, start.y, start.level),
                          strength=strength)
            moments = [held, *moments]
        return Performance(name=start.name, look=start.look, path=tuple(self.waypoints), moments=tuple(moments),
                           manner=self.manner, seed=seed_of(start.name, start.look.seed))


def begin_part(actor: Actor, frames: int) -> Part:
    part = Part(start=actor.copy(), frames=frames)
    part.waypoints.append(Waypoint(frame=0.0, x=actor.x, y=actor.y, facing=actor.facing))
    return part

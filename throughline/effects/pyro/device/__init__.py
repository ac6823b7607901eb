"""The same step of gas as the package's own, in Warp: state stays on the GPU from step to step."""

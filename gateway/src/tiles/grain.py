#!/usr/bin/env python3
"""Draws the grain of the paper, gateway/src/main/web/page/style/tiles/grain.png.

    python3 gateway/src/tiles/grain.py

A picture rather than a filter: a browser would compute the filter anew for every note, each time it paints one. Brown dust of
eight strengths, seamless on all sides. The same program gives the same bytes.
"""
import random
import struct
import zlib
from pathlib import Path

SIDE = 96
STRENGTHS = [0, 1, 2, 4, 5, 7, 9, 12]  # how much of 255 the dust covers
BROWN = (90, 64, 38)
TARGET = Path(__file__).resolve().parents[1] / "main/web/page/style/tiles/grain.png"


def soft(field):
    """Each point with its neighbours, round the edges."""
    return [[sum(field[(y + dy) % SIDE][(x + dx) % SIDE] for dy in (-1, 0, 1) for dx in (-1, 0, 1)) / 9
             for x in range(SIDE)] for y in range(SIDE)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main():
    dice = random.Random(7)
    fine = [[dice.random() for _ in range(SIDE)] for _ in range(SIDE)]
    dust = [[fine[y][x] + 0.8 * blurred for x, blurred in enumerate(row)] for y, row in enumerate(soft(fine))]
    ranked = sorted(value for row in dust for value in row)
    steps = [ranked[len(ranked) * step // len(STRENGTHS)] for step in range(1, len(STRENGTHS))]
    lines = b""
    for row in dust:
        levels = [sum(value >= step for step in steps) for value in row]
        lines += b"\0" + bytes(levels[x] << 4 | levels[x + 1] for x in range(0, SIDE, 2))
    TARGET.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", SIDE, SIDE, 4, 3, 0, 0, 0))
        + chunk(b"PLTE", bytes(BROWN) * len(STRENGTHS))
        + chunk(b"tRNS", bytes(STRENGTHS))
        + chunk(b"IDAT", zlib.compress(lines, 9))
        + chunk(b"IEND", b""))


if __name__ == "__main__":
    main()

"""Draws what benchmarks/footprint printed, a panel a figure against the minute: plot-footprint.py FOOTPRINT.csv FOOTPRINT.svg

Needs matplotlib.
"""

import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "footprint"  # the same ids each time
from matplotlib import pyplot

PANELS = [
    ("memory_mb", "resident memory, MB"),
    ("heap_mb", "heap used, MB"),
    ("threads", "threads"),
    ("files", "open files"),
]
COLOURS = {"local": "tab:blue", "s3": "tab:orange"}


def main(arguments):
    with open(arguments[0], newline="") as file:
        rows = list(csv.DictReader(file))
    figure, axes = pyplot.subplots(2, 2, figsize=(9, 5), sharex=True)
    for axis, (column, title) in zip(axes.flat, PANELS):
        for agent in sorted({row["agent"] for row in rows}):
            points = [(int(row["minute"]), float(row[column])) for row in rows if row["agent"] == agent]
            axis.plot(*zip(*points), color=COLOURS.get(agent), label=agent)
        axis.set_ylim(0, 1.2 * max(float(row[column]) for row in rows) or 1)
        axis.set_title(title, fontsize=10)
        axis.grid(alpha=0.3)
    for axis in axes[-1]:
        axis.set_xlabel("minute")
    axes[0][0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(arguments[1], metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])

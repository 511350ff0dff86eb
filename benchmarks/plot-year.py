"""Draws what YearSimulation wrote, a panel a figure against the day: plot-year.py YEAR.csv YEAR.svg [WITHOUT.csv]

WITHOUT.csv is the same table without maintenance. Needs matplotlib.
"""

import csv
import sys

import matplotlib

matplotlib.use("svg")
matplotlib.rcParams["svg.hashsalt"] = "year"  # the same ids each time
from matplotlib import pyplot

PANELS = [
    ("open_requests", "requests to open", 1),
    ("open_millis", "milliseconds to open", 1),
    ("files", "files", 1),
    ("files_of_past_date", "files of a past date", 1),
    ("log_files", "files of the log", 1),
    ("log_bytes", "log, MB", 1e6),
    ("data_bytes", "data, MB", 1e6),
    ("overhead_bytes", "beside both, MB", 1e6),
]


def series(path):
    with open(path, newline="") as file:
        return list(csv.DictReader(file))


def main(arguments):
    year = series(arguments[0])
    without = series(arguments[2]) if len(arguments) > 2 else []
    figure, axes = pyplot.subplots(4, 2, figsize=(9, 9), sharex=True)
    for axis, (column, title, unit) in zip(axes.flat, PANELS):
        for rows, colour, label in ((without, "tab:red", "without"), (year, "tab:blue", "with maintenance")):
            if rows:
                axis.plot(
                    [int(row["day"]) for row in rows],
                    [int(row[column]) / unit for row in rows],
                    color=colour,
                    label=label,
                )
        # The longer series says what is flat; the other one leaves the picture where it has to.
        axis.set_ylim(0, 1.3 * max(int(row[column]) / unit for row in year) or 1)
        axis.set_title(title, fontsize=10)
        axis.grid(alpha=0.3)
    for axis in axes[-1]:
        axis.set_xlabel("day")
    if without:
        axes[0][0].legend(fontsize=8)
    figure.tight_layout()
    figure.savefig(arguments[1], metadata={"Date": None})


if __name__ == "__main__":
    main(sys.argv[1:])

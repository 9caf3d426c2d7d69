"""The oracle of the backtest: the numpy reference forecasts each next MADRS visit of data/nimh_ketamine_ds005917.csv.

Run: python3 reference/backtest_oracle.py   (numpy and scipy).  The Rust backtest must agree with what it prints
(crates/forecast/tests/backtest_nimh.rs).  Recall windows as in clinical/maps: 1 day for "+2d" visits, else 7.
"""
import csv
import os
from collections import defaultdict

import numpy as np
from scipy.special import ndtr

import reference as R

HERE = os.path.dirname(os.path.abspath(__file__))
STEPS = 60                                   # MADRS 0-60
SIGMA = R.INSTRUMENTS["MADRS"]["sig_e"]


def people():
    """subject -> (first infusion is ketamine, visits in order of day)"""
    visits, first = defaultdict(list), {}
    with open(os.path.join(HERE, "data", "nimh_ketamine_ds005917.csv")) as f:
        for row in csv.DictReader(f):
            if row["instrument"] == "MADRS" and not row["arm"].startswith("HC"):
                visits[row["subject"]].append((int(row["day"]), float(row["score"]), row["event"]))
                first[row["subject"]] = row["arm"].endswith("ketamine_first")
    return {k: (first[k], sorted(v)) for k, v in sorted(visits.items())}


def recall(event):
    return 1.0 if event.endswith("+2d") else 7.0


def forecasts():
    """(score, median, mean, CRPS, covered 50/80/95) of every visit but a person's first."""
    prior = R.make_prior("depression")
    for ketamine_first, visits in people().values():
        doses = (0.5, 0.0) if ketamine_first else (0.0, 0.5)
        sessions = [(day, R.session_strength("iv", dose, prior)) for day, dose in zip((2.0, 16.0), doses)]
        for i in range(1, len(visits)):
            day, y, event = float(visits[i][0]), visits[i][1], visits[i][2]
            today, window = float(visits[i - 1][0]), recall(event)
            scores = [(float(d), "MADRS", s, False, recall(e)) for d, s, e in visits[:i]]
            past = [s for s in sessions if s[0] <= today]
            plan = [s for s in sessions if today < s[0] < day]
            post = R.posterior(past, scores, today, prior, insts=["MADRS"], wins=(window,))
            _, A = R.future_path(post, plan, [day], window)
            mu, sd = R.predict_moments(post, A[0], day - today, "MADRS")
            sd = np.sqrt(sd * sd + SIGMA ** 2)
            edges = (np.arange(STEPS) + 0.5) / STEPS
            cdf = np.append([post["w"] @ ndtr((x - mu) / sd) for x in edges], 1.0)
            k = np.arange(STEPS + 1)
            quantile = lambda p: int(np.searchsorted(cdf, p - 1e-12))
            crps = float(((cdf[:-1] - (k[:-1] >= y)) ** 2).sum())
            mean = float(np.diff(np.append(0, cdf)) @ k)
            yield y, quantile(0.5), mean, crps, [quantile(a) <= y <= quantile(1 - a) for a in (0.25, 0.1, 0.025)]


if __name__ == "__main__":
    rows = list(forecasts())
    y, median, mean, crps = (np.array([r[j] for r in rows], float) for j in range(4))
    covered = np.mean([r[4] for r in rows], axis=0)
    print(f"n {len(rows)}  MAE {np.abs(median - y).mean():.3f}  RMSE {np.sqrt(((mean - y) ** 2).mean()):.3f}  "
          f"CRPS {crps.mean():.3f}  coverage 50/80/95: {covered.round(3).tolist()}")

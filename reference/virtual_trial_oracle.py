"""Single readings of virtual patients by the numpy reference, with every random number given (Python 3, numpy, scipy):

    python3 reference/virtual_trial_oracle.py > reference/virtual_readings.json

The random numbers are numpy's own, rounded to four decimals and written beside the readings, so that another program can
walk the same patients through the same arm and must read the same scores. One row of `normals` is one call for all
patients: first the mood at the start, then at each gap w and u, then at each reading its noise, in the order of the days.
"""
import json

import numpy as np

import reference as r

ARMS = [
    dict(id="iv, clinician scale, washed out", condition="depression", covariates=["antidepressant_free"], instrument="MADRS",
         route="iv", dose=0.5, sessions=[0, 2, 4, 7, 9, 11], reads=[0, 1, 3, 7, 13, 19, 26, 54], b=(0.55, 0.1)),
    dict(id="nasal, new antidepressant, older", condition="depression", covariates=["new_antidepressant", "age65"], instrument="PHQ9",
         route="nasal_esketamine", dose=56, sessions=[0, 3, 7, 10, 14, 17, 21, 24], reads=[0, 2, 8, 15, 22, 28, 45], b=(0.7, 0.12)),
    dict(id="placebo, PTSD", condition="ptsd", covariates=[], instrument="CAPS5",
         route="iv", dose=0.0, sessions=[0, 2, 4], reads=[0, 1, 5, 33], b=(0.52, 0.1)),
]
PATIENTS = 32


class Given:
    """Hands out normal deviates and keeps them."""

    def __init__(self, seed):
        self.rng, self.rows = np.random.default_rng(seed), []

    def standard_normal(self, n):
        row = np.round(self.rng.standard_normal(n), 4)
        self.rows.append(row.tolist())
        return row


def arm(a, seed):
    prior = r.make_prior(a["condition"], **{k: True for k in a["covariates"]})
    rng = np.random.default_rng(seed)
    z = np.round(rng.standard_normal((PATIENTS, 6)), 4)
    b = np.round(np.clip(a["b"][0] + a["b"][1] * rng.standard_normal(PATIENTS), 0.1, 1.0), 4)
    strength = r.session_strength(a["route"], a["dose"], prior)
    given = Given(seed + 1000)
    out, _ = r.simulate_trial(r.theta_from_z(z, prior), a["instrument"], b, [(d, strength) for d in a["sessions"]], a["reads"], prior, given)
    steps = round(0.5 / r.half_step(a["instrument"]))
    scores = [[int(round(s * steps)) for s in out[d]] for d in a["reads"]]
    entry = {k: v for k, v in a.items() if k != "b"}
    return {**entry, "z": z.tolist(), "usual": b.tolist(), "normals": given.rows, "scores": scores}


print(json.dumps({"schema": "evenkeel-virtual-readings/1", "arms": [arm(a, k) for k, a in enumerate(ARMS, 1)]}))

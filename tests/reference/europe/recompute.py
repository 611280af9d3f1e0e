"""Computes the KPIs of surveys/gems/europe-2022 apart from nudj, from the published files alone.

Run from the root of the project: python3 tests/reference/europe/recompute.py > tests/reference/europe/expected.csv
"""

import csv
import sys
from collections import defaultdict

BENCHMARK = "surveys/egov-benchmark/2022/"
KPIS = ["AVP1", "AVP2", "AVP6", "AVP8", "AVI2", "AVI3", "USE1", "SAT3", "SAT4", "OUT2", "OUT3"]


def read(path):
    with open(path, encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def short(row):
    """Questions by their code, answers in lower case."""
    return {title.split(":")[0]: (answer or "").strip().lower().rstrip("*") for title, answer in row.items()}


def mean(values):
    return sum(values) / len(values)


def folded(rows, values):
    """Central government: the best page; regional and local: the mean of the pages."""
    return mean(values) if rows[0]["Government level"] in ("regional", "local") else max(values)


def stage(row):
    if row["A2"] == "yes":
        return 100 if row["F9"] == "yes" else 75
    if "yes" in (row["F7_1"], row["F7_2"]):
        return 50
    return 25 if row["A1"] == "yes" else 0


def service(kpi, rows):
    """The score of a service under a KPI; none where it does not apply."""
    providers = [row["Service Provider"] for row in rows]
    if "not applicable" in providers or (kpi != "AVP1" and rows[0]["Type"] != "transactional"):
        return None
    if kpi in ("AVP1", "AVP2", "AVI2") and "proactive" in providers:
        return 100
    question = {"AVP1": "A2", "AVP6": "F3", "AVP8": "C2", "AVI2": "F9", "SAT3": "C7"}.get(kpi)
    read = rows
    if kpi == "AVP6":
        read = [row for row in rows if row["F1"] == "yes"]
    elif kpi == "AVI2":
        read = [row for row in rows if row["F8"] == "yes"]
    elif kpi in ("AVP8", "SAT3"):
        read = [row for row in rows if row["Service Provider"] != "proactive"]
        if all(row[question] == "nr" for row in rows):
            return None
    if not read:
        return None
    if kpi == "AVP2":
        return folded(rows, [stage(row) for row in read])
    return folded(rows, [100 if row[question] == "yes" else 0 for row in read])


def event(rows, questions):
    """The portals of a life event: for each question the best portal that has an answer."""
    scores = []
    for question in questions:
        known = [row[question] for row in rows if row[question] not in ("", ".", "nr")]
        if known:
            scores.append(100 if "yes" in known else 0)
    return mean(scores) if scores else None


def main():
    found = defaultdict(dict)
    services = defaultdict(lambda: defaultdict(list))
    for row in read(BENCHMARK + "services_raw_answers.csv"):
        # One Swiss name holds a fragment of a formula.
        services[row["Country"]][row["Service"].replace("t+E484:W508o", "to")].append(short(row))
    for country, catalogue in services.items():
        for kpi in ("AVP1", "AVP2", "AVP6", "AVP8", "AVI2", "SAT3"):
            scores = [service(kpi, rows) for rows in catalogue.values()]
            found[country][kpi] = mean([score for score in scores if score is not None])
    portals = defaultdict(lambda: defaultdict(list))
    for row in read(BENCHMARK + "portals_raw_answers.csv"):
        portals[row["Country"]][row["Life event"]].append(short(row))
    asked = {"SAT4": ["B5"], "OUT2": ["B1", "B2_1", "B4", "B6"], "OUT3": ["B2_2", "B7"]}
    for country, events in portals.items():
        for kpi, questions in asked.items():
            scores = [event(rows, questions) for rows in events.values()]
            found[country][kpi] = mean([score for score in scores if score is not None])
    named = {"e-government users": "USE1", "open data maturity": "AVI3"}
    for row in read("surveys/gems/europe-2022/desi-2022.csv"):
        if row["edition"] == "2022" and row["value"]:
            found[row["country"]][named[row["indicator"]]] = 100 * float(row["value"])
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["unit", *KPIS])
    for country in sorted(found):
        writer.writerow([country, *(found[country].get(kpi, "") for kpi in KPIS)])


main()

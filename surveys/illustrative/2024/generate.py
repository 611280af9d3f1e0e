"""Writes the answers of the illustrative round: services.csv, sectors.csv and country.csv beside this file.

The three countries are invented and so is every answer. They show what a complete round of the GEMS-style framework
looks like: all 35 KPIs, for 100 services and 14 sectors, with what real rounds have too, such as services that a
country does not have, answers that nobody knows, surveys of different size, and a second assessor who does not always
agree.

    python3 surveys/illustrative/2024/generate.py

It needs Python 3.11 and nothing else. The same seed gives the same bytes: each draw has a stream of its own, named by
what it is for, so that a new KPI or service does not move the others, and only uniform numbers are drawn, which
Python promises to keep from version to version.

How an answer comes about:

1. A service has a *level* in each channel: the country's, plus the sector's, plus the service's, plus chance. The
   service's part is the same in all countries, since some services are easier to put online everywhere. Applications
   follow the portal at a distance.
2. The level decides the stage of development by fixed cuts. The service is offered from stage 2 on, and its
   transactions can be completed in the channel from stage 3 on.
3. Features (personalisation, payment, accessibility ...) are drawn, each the likelier the higher the level. A service
   that is not offered has none. What has no fee, no sign-in, nothing to track or only one department is fixed by
   lists below.
4. The share of transactions in a channel is drawn around the country's uptake and is 0 below stage 3. Many
   institutions do not count transactions by channel; the less mature the country, the more.
5. Satisfaction is drawn only where the service is offered and satisfaction is measured. The share of satisfied
   respondents is that of a sample of n, and its standard error that of simple random sampling.
6. Some answers are struck out as unknown or not available.
7. A second assessor answers again for 15 services and 2 sectors of each country. What is seen by looking differs by
   one step now and then, and nothing of it is missing; records and surveys say the same to both.
"""

import csv
import math
import random
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

SEED = "nudj-illustrative-2024"
HERE = Path(__file__).resolve().parent
CRITERIA = HERE.parents[2] / "criteria" / "gems"


@dataclass(frozen=True)
class Country:
    """What makes one country differ from another. Levels are on the scale of CUTS."""

    code: str
    slug: str
    level: float
    """Mean level of the portal."""
    mobile_gap: float
    """How far applications are behind the portal."""
    identity: bool
    """Whether there is a national digital identity."""
    uptake: float
    """Log-odds that a transaction is made in a channel where it can be."""
    satisfied: float
    """Mean share of satisfied users."""
    measured: float
    """Level of the measurement of satisfaction."""
    outreach: float
    """Level of outreach and open data."""
    uncounted: float
    """Share of services whose transactions are not counted by channel."""
    unknown: float
    """Share of other answers that are missing."""
    disagreement: float
    """Share of answers on which the second assessor differs."""
    institutions_used: str
    """Answer to USE5."""
    security: str
    """Answer to AVI6."""
    weak: dict[str, float] = field(default_factory=dict)
    """Sectors that are known to be behind."""
    strong: dict[str, float] = field(default_factory=dict)
    """Sectors that are known to be ahead."""
    without: frozenset[str] = frozenset()
    """Services that the country does not have."""


COUNTRIES = [
    Country(
        code="XVE", slug="velmora", level=3.1, mobile_gap=0.5, identity=True, uptake=2.2, satisfied=0.87, measured=2.8,
        outreach=2.9, uncounted=0.04, unknown=0.01, disagreement=0.05, institutions_used="96.4",
        security="strategy;data-protection;response-team;encryption;two-factor;audit;disclosure",
        weak={"tourism": 1.7, "environment": 1.1}, strong={"interior": 0.5, "labour": 0.4},
        without=frozenset({"personal-tax-return", "child-allowance", "tenancy-registration"}),
    ),
    Country(
        code="XTE", slug="tessanda", level=1.55, mobile_gap=0.8, identity=True, uptake=0.8, satisfied=0.74, measured=1.4,
        outreach=1.7, uncounted=0.22, unknown=0.03, disagreement=0.09, institutions_used="61.1",
        security="strategy;data-protection;encryption;two-factor",
        weak={"health": 0.9, "tourism": 1.0, "justice": 0.6}, strong={"education": 0.6, "finance": 0.7},
        without=frozenset({"employer-change", "visa-extension", "nature-permit"}),
    ),
    Country(
        code="XON", slug="ondera", level=0.3, mobile_gap=1.0, identity=False, uptake=-0.6, satisfied=0.58, measured=0.1,
        outreach=0.3, uncounted=0.5, unknown=0.06, disagreement=0.13, institutions_used="18.5",
        security="strategy;encryption",
        weak={"justice": 0.5, "health": 0.5, "municipal": 0.4}, strong={"education": 0.8, "utilities": 0.8},
        without=frozenset({"vat-return", "tourist-guide-licence", "wage-reporting", "scholarship", "patent"}),
    ),
]

# The lists of options, from low to high where they are ladders.
STAGES = ["not-online", "information", "one-way", "two-way", "integrated"]
CUTS = [-1.0, 0.2, 1.1, 2.7]
OFFERED, COMPLETED = 2, 3
LANGUAGES = ["none", "official-information", "official-complete", "second-information", "second-complete"]
CHANNELS = ["separate", "consistent", "one-account", "visible", "continued"]
LINKAGE = ["user-carries", "user-uploads", "staff-exchange", "automatic-part", "automatic-all"]
MEASUREMENT = ["not-measured", "once", "regular", "published", "published-method"]
DATA_FORMAT = ["none", "document", "structured", "open-format", "interface"]
CAMPAIGNS = ["none", "announcement", "campaign", "targeted", "measured"]
RESPONSE = ["none", "confirmed", "standard", "measured", "published"]
ASSISTANCE = ["none", "guides", "assistance", "training", "measured"]

# Things to tick, each with its ease: how much likelier (in log-odds) it is than an average feature.
PORTAL_ACCESS = {
    "keyboard": 0.2, "screen-reader": -0.3, "contrast": 0.9, "text-size": 1.0, "form-errors": 0.6, "captions": 0.4,
    "sign-language": -1.6, "statement": -0.8,
}
MOBILE_ACCESS = {
    "screen-reader": -0.2, "text-size": 0.5, "contrast": 0.9, "target-size": 0.8, "orientation": -0.4, "single-tap": 0.6,
    "captions": 0.4, "statement": -0.9,
}
PLATFORMS = {"android": 4.0, "ios": 3.0, "huawei": -0.2, "tablet": 0.0, "web-app": -1.0}
TECHNOLOGIES = {"ai": -1.3, "blockchain": -3.0, "virtual-reality": -3.6, "cloud": 0.2, "biometrics": -2.0}
TOOLS = {
    "help-pages": 1.2, "guides": 0.5, "telephone": 1.0, "chat": -0.8, "messaging": 0.0, "e-mail": 1.4, "social-media": 0.9,
    "complaints": -0.1,
}

# What a service is by its nature, in every country.
NO_FEE = frozenset("""
    child-vaccination child-allowance kindergarten-enrolment school-enrolment examination-results scholarship
    job-seeker-registration vocational-training civil-service-application employer-change labour-complaint
    personal-tax-return social-assistance housing-support waste-collection medical-appointment medical-record disability-card
    police-report consumer-complaint environmental-report government-feedback information-request contribution-statement
    retirement-pension elderly-home-care survivor-pension employer-registration employer-insurance wage-reporting
    tax-registration corporate-tax-return vat-return sme-finance tax-deregistration
""".split())
NO_SIGN_IN = frozenset("examination-results waste-collection environmental-report government-feedback".split())
AT_ONCE = frozenset("""
    examination-results utility-bills traffic-fine-payment medical-appointment medical-record contribution-statement
    wage-reporting
""".split())
ONE_DEPARTMENT = frozenset("""
    examination-results child-vaccination medical-appointment medical-record waste-collection utility-bills police-report
    environmental-report government-feedback consumer-complaint traffic-fine-payment contribution-statement trade-name
    vat-return wage-reporting information-request
""".split())

# KPIs that ask the same of each channel, in the order of `channel_answers`.
SAME_IN_BOTH = {
    "portal": ("AVP1", "AVP2", "AVP6", "AVP7", "AVP8", "SAT4"),
    "mobile": ("AVM1", "AVM2", "AVM5", "AVM6", "AVM7", "SAT5"),
}

# Steps on which other answers hang, so that assessors agree on which side of them a service is: whether it is offered,
# whether satisfaction is measured, whether there are open data.
THRESHOLDS = {"AVP2": OFFERED, "AVM2": OFFERED, "SAT3": 1, "AVI4": 1}

# What only a service can have that is offered in the channel; AVI1 needs both channels.
PORTAL_FEATURES = frozenset({"AVP3", "AVP4", "AVP5", "AVP6", "AVP7", "AVP8", "SAT4", "AVI1"})
MOBILE_FEATURES = frozenset({"AVM3", "AVM4", "AVM5", "AVM6", "AVM7", "SAT5", "AVI1"})

# KPIs that come from records and surveys, and not from looking at a page.
FROM_RECORDS = frozenset({"USE1", "USE2", "USE3", "USE4"})
FROM_SURVEYS = frozenset({"SAT1", "SAT2"})
# Rows that carry the address of their evidence; giving it with every row would only make the file longer.
WITH_EVIDENCE = FROM_RECORDS | FROM_SURVEYS | {"AVP2", "AVM2", "SAT3"}
SECOND_SERVICES, SECOND_SECTORS = 15, 2
LEAST_RESPONDENTS = 30


class Stream:
    """Random numbers for one purpose, named by its parts."""

    def __init__(self, *parts):
        self.uniform = random.Random("/".join([SEED, *parts])).random

    def normal(self):
        """Nearly normal with mean 0 and standard deviation 1: the sum of twelve uniform numbers."""
        return sum(self.uniform() for _ in range(12)) - 6.0

    def chance(self, odds):
        """True with the probability that has these log-odds."""
        return self.uniform() < logistic(odds)


def logistic(odds):
    return 1.0 / (1.0 + math.exp(-odds))


def stage_of(level):
    return sum(level >= cut for cut in CUTS)


@dataclass(frozen=True)
class Service:
    code: str
    sector: str
    audience: str


@dataclass(frozen=True)
class Answer:
    """A value, or the reason why there is none."""

    value: str = ""
    status: str = ""
    n: str = ""
    standard_error: str = ""
    ladder: tuple = ()
    """The options in order, or the things that could be ticked; the second assessor differs along them."""


NOT_APPLICABLE = Answer(status="not_applicable")
NOT_AVAILABLE = Answer(status="not_available")
UNKNOWN = Answer(status="unknown")
YES_NO = ("no", "yes")


def catalogue():
    with open(CRITERIA / "catalogue.toml", "rb") as file:
        items = tomllib.load(file)["item"]
    return [Service(item["code"], item["facets"]["sector"], item["facets"]["audience"]) for item in items]


def yes(truth):
    return Answer("yes" if truth else "no", ladder=YES_NO)


def step(ladder, at):
    return Answer(ladder[max(0, min(at, len(ladder) - 1))], ladder=tuple(ladder))


def ticked(things, truth):
    """Ticked things with `;` between them; a `;` alone says that nothing is ticked."""
    return Answer(";".join(thing for thing in things if truth(thing)) or ";", ladder=tuple(things))


def drawn_ticks(stream, things, level, offered=True):
    draws = {thing: stream.chance(ease + 1.0 * (level - 1.0)) for thing, ease in things.items()}
    return ticked(things, lambda thing: offered and draws[thing])


def levels(country, service):
    """The level of a service on the portal and in applications."""
    sector = 0.3 * Stream(country.code, service.sector).normal()
    sector += country.strong.get(service.sector, 0.0) - country.weak.get(service.sector, 0.0)
    own = 0.5 * Stream("service", service.code).normal()
    chance = Stream(country.code, service.code, "level")
    portal = country.level + sector + own + 0.5 * chance.normal()
    return portal, portal - country.mobile_gap + 0.5 * chance.normal()


def channel_answers(country, service, channel, level):
    """The KPIs that are asked of one channel in the same way."""
    portal = channel == "portal"
    stage = stage_of(level)
    offered = stage >= OFFERED
    stream = Stream(country.code, service.code, channel, "features")
    has = lambda ease: yes(stream.chance(ease + 1.2 * (level - 0.8)) and offered)
    signed_in = service.code not in NO_SIGN_IN
    # Draw first, judge applicability afterwards, so that the lists can change without moving other draws.
    identity, payment, follow, opinion = has(0.6), has(0.4), has(0.3), has(-0.5)
    if not country.identity:
        identity = yes(False)
    values = (
        yes(offered),
        step(STAGES, stage),
        identity if signed_in else NOT_APPLICABLE,
        payment if service.code not in NO_FEE else NOT_APPLICABLE,
        follow if service.code not in AT_ONCE else NOT_APPLICABLE,
        opinion,
    )
    answers = dict(zip(SAME_IN_BOTH[channel], values))
    if portal:
        answers["AVP3"] = has(-0.7) if signed_in else NOT_APPLICABLE
        answers["AVP4"] = drawn_ticks(stream, PORTAL_ACCESS, level, offered)
        answers["AVP5"] = languages(stream, stage, level)
    else:
        answers["AVM3"] = drawn_ticks(stream, PLATFORMS, level, offered)
        answers["AVM4"] = drawn_ticks(stream, MOBILE_ACCESS, level, offered)
    return answers


def languages(stream, stage, level):
    second = stream.chance(level - 0.8) + stream.chance(level - 1.6)
    if stage < OFFERED:
        return step(LANGUAGES, stage)
    return step(LANGUAGES, 2 + second)


def integration_answers(country, service, portal, mobile):
    """The KPIs that look at the channels together."""
    stream = Stream(country.code, service.code, "integration")
    lower = min(portal, mobile)
    both = stage_of(lower) >= OFFERED
    channels = 1 + round(lower - 0.4 + 0.6 * stream.normal())
    linkage = 1 + round(portal - 0.6 + 0.7 * stream.normal())
    return {
        "AVI1": step(CHANNELS, channels if both else 0),
        "AVI2": step(LINKAGE, linkage) if service.code not in ONE_DEPARTMENT else NOT_APPLICABLE,
        "AVI5": drawn_ticks(stream, TECHNOLOGIES, portal),
    }


def usage_answers(country, service, portal, mobile):
    """The share of each channel beside offices, as a percentage. Only the two KPIs of the service's audience are asked."""
    stream = Stream(country.code, service.code, "usage")
    counted = stream.uniform() >= country.uncounted
    names = ("USE1", "USE2") if service.audience == "individuals" else ("USE3", "USE4")
    answers = {}
    for name, level, channel_odds in zip(names, (portal, mobile), (0.0, -0.2)):
        share = logistic(country.uptake + channel_odds + 0.4 * (level - country.level) + 0.5 * stream.normal())
        completed = stage_of(level) >= COMPLETED
        answers[name] = Answer(f"{100 * share if completed else 0:.1f}") if counted else NOT_AVAILABLE
    return answers


def satisfaction_answers(country, service, portal, mobile):
    stream = Stream(country.code, service.code, "satisfaction")
    measured = round(country.measured + 0.3 * (portal - country.level) + 0.9 * stream.normal())
    measured = measured if stage_of(portal) >= OFFERED else min(measured, 0)
    answers = {"SAT3": step(MEASUREMENT, measured)}
    for name, level, size in (("SAT1", portal, 420), ("SAT2", mobile, 260)):
        estimate = survey(country, level, size, stream)
        if stage_of(level) < OFFERED:
            answers[name] = NOT_APPLICABLE
        else:
            answers[name] = estimate if measured >= 1 else NOT_AVAILABLE
    return answers


def survey(country, level, size, stream):
    """What a survey finds: the share of satisfied users among n, with its standard error, both as percentages."""
    n = round(size * math.exp(0.8 * stream.normal() + 0.25 * (level - 1.0)))
    truth = min(0.98, max(0.15, country.satisfied + 0.03 * (level - country.level) + 0.05 * stream.normal()))
    noise = stream.normal()
    if n < LEAST_RESPONDENTS:
        return NOT_AVAILABLE
    share = round(n * min(0.99, max(0.05, truth + noise * math.sqrt(truth * (1 - truth) / n)))) / n
    return Answer(f"{100 * share:.1f}", n=str(n), standard_error=f"{100 * math.sqrt(share * (1 - share) / n):.2f}")


def service_answers(country, service):
    """All answers about a service, before any is struck out."""
    portal, mobile = levels(country, service)
    answers = channel_answers(country, service, "portal", portal)
    answers |= channel_answers(country, service, "mobile", mobile)
    answers |= integration_answers(country, service, portal, mobile)
    answers |= usage_answers(country, service, portal, mobile)
    answers |= satisfaction_answers(country, service, portal, mobile)
    if service.code in country.without:
        answers = {code: NOT_APPLICABLE for code in answers}
    return dict(sorted(answers.items()))


def sector_answers(country, sector):
    stream = Stream(country.code, sector, "sector")
    bonus = country.strong.get(sector, 0.0) - country.weak.get(sector, 0.0)
    level = country.outreach + 0.6 * bonus + 0.3 * stream.normal()
    ladder = lambda options, ease: step(options, round(level + ease + 0.6 * stream.normal()))
    form = round(level + 0.2 + 0.6 * stream.normal())
    # A sector that publishes nothing has a form of 0, and the other way round.
    share = 100 * logistic(1.1 * (level - 1.2) + 0.4 * stream.normal()) if form > 0 else 0
    return {
        "AVI3": Answer(f"{share:.0f}"),
        "AVI4": step(DATA_FORMAT, form),
        "OUT1": ladder(CAMPAIGNS, 0.5),
        "OUT2": drawn_ticks(stream, TOOLS, level - 0.4),
        "OUT3": ladder(RESPONSE, 0.3),
        "OUT4": ladder(ASSISTANCE, 0.2),
    }


def struck_out(country, name, answers):
    """Strikes out some answers. Whether a service is offered, and how far it goes, is always known."""
    stream = Stream(country.code, name, "missing")
    out = {}
    for code, answer in answers.items():
        missing, unknown = stream.uniform() < country.unknown, stream.uniform() < 0.5
        known = answer.status or code in ("AVP1", "AVP2", "AVM1", "AVM2")
        out[code] = answer if known or not missing else (UNKNOWN if unknown else NOT_AVAILABLE)
    return out


def second_opinion(country, name, answers, first):
    """What the second assessor says. What does not apply is repeated, since only then does it not apply for both."""
    stream = Stream(country.code, name, "second")
    out = {}
    settled = agreed(country, answers)
    for code, answer in answers.items():
        differs, upwards = stream.uniform() < country.disagreement, stream.uniform() < 0.5
        at = stream.uniform()
        if code in FROM_RECORDS | FROM_SURVEYS:
            out[code] = first[code]
        elif answer.ladder and differs and code not in settled:
            out[code] = moved(code, answer, upwards, at)
        else:
            out[code] = answer
    return out


def agreed(country, answers):
    """KPIs on which nobody can differ: whether a service is offered, since its features hang on it, and those features where
    it is not offered; and the national digital identity where there is none."""
    settled = {"AVP1", "AVM1"} | (set() if country.identity else {"AVP6", "AVM5"})
    for offered, features in (("AVP1", PORTAL_FEATURES), ("AVM1", MOBILE_FEATURES)):
        if offered in answers and answers[offered].value != "yes":
            settled |= features
    return settled


def moved(code, answer, upwards, at):
    """The answer one step away: the next option on the same side of the threshold, or one thing ticked more or less."""
    ladder = answer.ladder
    if answer.value not in ladder or code in ("AVI5", "OUT2"):
        thing = ladder[int(at * len(ladder))]
        before = set(answer.value.split(";"))
        return ticked(ladder, lambda one: (one in before) != (one == thing))
    here = ladder.index(answer.value)
    threshold = THRESHOLDS.get(code, 0)
    for there in (here + 1, here - 1) if upwards else (here - 1, here + 1):
        if 0 <= there < len(ladder) and (here >= threshold) == (there >= threshold):
            return step(ladder, there)
    return answer


def chosen(country, codes, count, purpose):
    """As many codes as asked for, drawn without regard to what they are."""
    stream = Stream(country.code, "second", purpose)
    return set(sorted(codes, key=lambda _: stream.uniform())[:count])


def source_of(code):
    if code in FROM_RECORDS:
        return "records of transactions"
    return "survey of users" if code in FROM_SURVEYS else "desk check"


def evidence_of(country, code, name, answer):
    if code not in WITH_EVIDENCE or not answer.value:
        return ""
    folder = {"records of transactions": "transactions", "survey of users": "surveys"}.get(source_of(code))
    folder = folder or {"AVM2": "application", "SAT3": "surveys"}.get(code, "portal")
    return f"https://example.org/{country.slug}/{folder}/{name}"


def note_of(answer):
    notes = {"unknown": "the institution did not know", "not_available": "no figure or document was given"}
    return notes.get(answer.status, "")


def rows_of(country, name, answers, assessor, evidence):
    """Rows of the tidy form, without the column that names the country."""
    for code, answer in answers.items():
        yield [
            country.code, name, assessor, code, answer.value, answer.status, answer.n, answer.standard_error,
            evidence(code, answer), source_of(code) if answer.value else "", note_of(answer),
        ]


def service_rows():
    services = catalogue()
    for country in COUNTRIES:
        existing = [service.code for service in services if service.code not in country.without]
        looked_twice = chosen(country, existing, SECOND_SERVICES, "services")
        for service in services:
            answers = service_answers(country, service)
            evidence = lambda code, answer: evidence_of(country, code, service.code, answer)
            first = struck_out(country, service.code, answers)
            yield from rows_of(country, service.code, first, "first", evidence)
            if service.code in looked_twice:
                second = second_opinion(country, service.code, answers, first)
                yield from rows_of(country, service.code, second, "second", evidence)


def sector_rows():
    sectors = list(dict.fromkeys(service.sector for service in catalogue()))
    for country in COUNTRIES:
        looked_twice = chosen(country, sectors, SECOND_SECTORS, "sectors")
        for sector in sectors:
            answers = sector_answers(country, sector)
            evidence = lambda _, answer: f"https://example.org/{country.slug}/sectors/{sector}" if answer.value else ""
            first = struck_out(country, sector, answers)
            yield from rows_of(country, sector, first, "first", evidence)
            if sector in looked_twice:
                second = second_opinion(country, sector, answers, first)
                yield from rows_of(country, sector, second, "second", evidence)


def country_rows():
    for country in COUNTRIES:
        for code, value in (("USE5", country.institutions_used), ("AVI6", country.security)):
            source = "records of transactions" if code == "USE5" else "desk check"
            yield [country.code, code, value, "", "", "", f"https://example.org/{country.slug}/{code.lower()}", source, ""]


def write(name, header, rows):
    with open(HERE / name, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main():
    columns = ["indicator", "value", "status", "n", "standard_error", "evidence", "source", "note"]
    write("services.csv", ["unit", "item", "assessor", *columns], service_rows())
    write("sectors.csv", ["unit", "sector", "assessor", *columns], sector_rows())
    write("country.csv", ["unit", *columns], country_rows())


if __name__ == "__main__":
    main()

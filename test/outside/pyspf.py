"""What pyspf makes of mails: scenarios as JSON on standard input, results as JSON on standard output. No network."""

import json
import sys

import spf


def answers(zone):
    """Answers from the records of a scenario, in their order; a timeout among them ends the answer."""

    def lookup(name, qtype, *_, **__):
        for entry in zone.get(name.lower().rstrip("."), []):
            if entry == "TIMEOUT":
                raise spf.TempError("DNS timeout")
            for kind, value in entry.items():
                if kind == qtype:
                    yield (name, kind), wire(kind, value)
                elif kind == "CNAME":
                    yield (name, kind), value

    def wire(kind, value):
        if kind == "TXT":
            texts = value if isinstance(value, list) else [value]
            return tuple(text.encode("latin-1") for text in texts)
        if kind == "MX":
            return value[0], value[1]
        if kind == "AAAA":
            return spf.ipaddress.ip_address(value).packed
        return value

    return lookup


def judge(scenario):
    spf.DNSLookup = answers(scenario["zone"])
    for question in scenario["questions"]:
        query = spf.query(i=question["host"], s=question["mailfrom"], h=question["helo"], strict=True)
        result, _, explanation = query.check()
        yield {"result": result, "lookups": query.lookups, "why": str(explanation)}


json.dump([list(judge(scenario)) for scenario in json.load(sys.stdin)], sys.stdout)

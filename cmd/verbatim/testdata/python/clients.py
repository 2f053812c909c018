"""Asks verbatim as programs of other people do: the Python client of the Model
Context Protocol, a client that is generated from the OpenAPI document, and a reader
of Atom. Prints what is wrong, a line each, and ends with 1 if anything is.

    clients.py PROGRAM LIBRARY URL FOLDER
"""

import asyncio
import importlib
import json
import os
import re
import subprocess
import sys
import urllib.request

import atoma
from mcp import Client, StdioServerParameters

program, library, url, folder = sys.argv[1:]
wrong = []


def want(what, ok, got=""):
    if not ok:
        wrong.append(f"{what}: {str(got)[:1500]}")


# What an assistant asks, and what must be in the answer to help it on. The third
# member says whether the answer is an error. "{…}" is from an answer before.
CALLS = [
    ("search", {"query": '"child labor" inspectors', "country": ["Ghana"]}, False, ['"total":', '"matches":["', "/p/"]),
    ("search", {"query": "labour", "limit": 3}, False, ["labor", '"next":"']),
    ("search", {"query": "labour", "limit": 3, "cursor": "{next}"}, False, ['"hits":[{']),
    ("search", {"query": "inspectors", "country": ["Atlantis"]}, False, ['"total":0', "Atlantis"]),
    ("search", {"query": "contry:Ghana labor"}, True, ["country"]),
    ("search", {"query": "labor AND (wages"}, True, ["("]),
    ("search", {"query": "labor", "limit": 99}, True, ["1 to 20"]),
    ("search", {"query": "labor", "sort": "date"}, True, ["newest"]),
    ("search", {"query": "labor", "year": "recent"}, True, ["2019..2023"]),
    ("search", {"query": "zzyzx inspectors"}, False, ['"total":0', "zzyzx"]),
    ("search", {"query": "zzyzx inspectors", "mode": "any"}, False, ['"hits":[{']),
    ("check_quotation", {"text": "{text}"}, False, ['"verdict":"verbatim"', "/p/"]),
    ("check_quotation", {"text": "{changed}"}, False, ['"verdict":"altered"', '"edits":["', "zebras"]),
    ("check_quotation", {"text": "Nobody ever wrote down these particular seven words here"}, False, ['"verdict":"not_found"']),
    ("check_quotation", {"text": "{text}", "year": "1875"}, False, ["1875"]),
    ("check_quotation", {"text": ""}, True, ["nothing to check"]),
    ("check_quotation", {"text": "x", "year": "last"}, True, ["write one year"]),
    ("read_narrative", {"narrative": "{narrative}"}, False, ['"sections":[', '"number":1']),
    ("read_narrative", {"narrative": "ghana"}, True, ["nearest"]),
    ("read_narrative", {"narrative": "{narrative}", "section": "weather"}, True, ["its sections are"]),
    ("cite", {"passage": "{passage}"}, False, ["Ghana", '"quoted":"']),
    ("cite", {"passage": "{passage}", "style": "bibtex"}, False, ["@"]),
    ("cite", {"passage": "{passage}", "style": "harvard"}, True, ["chicago"]),
    ("cite", {"passage": "p. 12"}, True, ["search"]),
    ("count", {"queries": ['"child labor"', "inspect*"], "by": ["country", "year"]}, False, ['"sentence":"', '"left":']),
    ("count", {"queries": ['"child labor"'], "by": ["year"], "country": ["Ghana"]}, False, ['"totals":[']),
    ("count", {"queries": ["labor"], "by": ["continent"]}, True, ["country"]),
    ("count", {"queries": ['"labor']}, True, ["quotation mark"]),
    ("follow", {"country": "Ghana", "report": "{report}"}, False, ['"years":[', '"total":', '"status":"']),
    ("follow", {"country": "Ghana", "report": "No such report"}, True, ["No such report"]),
]


def filled(value, known):
    if isinstance(value, str):
        return re.sub(r"\{(\w+)\}", lambda m: known[m.group(1)], value)
    if isinstance(value, dict):
        return {k: filled(v, known) for k, v in value.items()}
    return value


async def assistant(server, how):
    async with Client(server) as client:
        tools = {t.name for t in (await client.list_tools()).tools}
        want(f"{how}: tools", tools == {"search", "check_quotation", "read_narrative", "cite", "count", "follow"}, tools)
        called, known = set(), {}
        for tool, arguments, error, parts in CALLS:
            arguments = filled(arguments, known)
            result = await client.call_tool(tool, arguments)
            called.add(tool)
            text = "".join(c.text for c in result.content if c.type == "text")
            for part in parts:
                want(f"{how}: {tool} {arguments}: want {part!r}, error {error}", bool(result.is_error) == error and part in text, text)
            if tool == "search" and not error:
                answer = json.loads(text)
                if answer.get("next"):
                    known["next"] = answer["next"]
                if answer["hits"] and "text" not in known:
                    hit = answer["hits"][0]
                    known.update(passage=hit["passage"], narrative=hit["narrative"], report=hit["report"], text=hit["text"])
                    words = hit["text"].split()
                    known["changed"] = " ".join(words[:5] + ["zebras"] + words[6:])
        want(f"{how}: every tool was called", called == tools, called)
        read = await client.read_resource("verbatim://narratives/" + known["narrative"])
        want(f"{how}: a narrative is a resource", known["text"] in read.contents[0].text, read)


def generated():
    """Generates a client, and searches, pages, counts and checks with it."""
    made = subprocess.run(
        [sys.executable, "-m", "openapi_python_client", "generate", "--url", url + "/openapi.json",
         "--meta", "none", "--output-path", folder + "/generated_client"], capture_output=True, text=True)
    want("the client is generated", made.returncode == 0, made.stdout + made.stderr)
    sys.path.insert(0, folder)
    call = lambda name: importlib.import_module("generated_client.api.default." + name).sync
    models = importlib.import_module("generated_client.models")
    client = importlib.import_module("generated_client").Client(base_url=url)

    first = call("search")(client=client, q='"child labor"', size=5)
    second = call("search")(client=client, q='"child labor"', size=5, cursor=first.next_)
    ids = [h.passage for h in first.hits + second.hits]
    want("search and its next page", first.total > 10 and second.total == first.total and len(set(ids)) == 10, ids)
    hit = first.hits[0]
    marked = [hit.text[s.start:s.end] for s in hit.spans]
    want("spans are in code points", marked and all(m.lower() == "child labor" for m in marked), marked)

    table = call("counts")(client=client, q=['"child labor"'], by="year")
    want("counts add up", sum(r.passages for r in table.rows) == first.total == table.totals[0].passages, table)

    checks = call("check")(client=client, body=models.CheckRequest(text=hit.text))
    want("a passage is verbatim", [q.verdict.value for q in checks.quotes] == ["verbatim"], checks)

    for name, arguments in {
        "narratives": {"country": ["Ghana"]}, "narrative": {"id": hit.narrative.id}, "passage": {"id": hit.passage},
        "concordance": {"q": "labor"}, "collocates": {"q": "labor"}, "changes": {"q": "labor", "since": "0"},
        "threads": {"country": "Ghana", "report": hit.narrative.report}, "passage_thread": {"id": hit.passage},
        "alike": {"id": hit.passage}, "ready": {}, "health": {},
    }.items():
        answer = call(name)(client=client, **arguments)
        want(f"{name} is what the document says", answer is not None and type(answer).__name__ != "ErrorBody", answer)
    error = call("search")(client=client, q='"child')
    want("an error is what the document says", error.error.code.value == "syntax" and error.error.position == 0, error)


def feed():
    """Reads the feed page by page."""
    address, seen = url + "/search.atom?q=%22child+labor%22", []
    pages = 0
    while address and pages < 3:
        with urllib.request.urlopen(address) as response:
            read = atoma.parse_atom_bytes(response.read())
        want("entries have what Atom wants", all(e.id_ and e.title.value and e.updated and e.links for e in read.entries), address)
        seen += [e.id_ for e in read.entries]
        pages += 1
        address = next((l.href for l in read.links if l.rel == "next"), None)
    want("no entry comes twice", len(seen) == len(set(seen)) > 100, len(seen))


asyncio.run(assistant(StdioServerParameters(command=program, args=["mcp", "--library", library], env=dict(os.environ)), "standard input"))
asyncio.run(assistant(url + "/mcp", "HTTP"))
generated()
feed()
print("\n".join(wrong))
sys.exit(1 if wrong else 0)

"""What scripts/check-deploy.sh asks about the deployment files beyond their own checkers. Prints what is wrong.

    check-deploy.py names COMPOSE_JSON     names in one file are known in the others
    check-deploy.py dashboard RULES_OUT    the dashboard is whole; its expressions go to RULES_OUT for promtool
    check-deploy.py yaml FILE…             the files are YAML, each key once
"""

import json
import re
import sys
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

problems = []


def env_names(path):
  return set(re.findall(r"^([A-Z_]+)=", Path(path).read_text(), re.MULTILINE))


def names(compose_json):
  services = json.loads(Path(compose_json).read_text())["services"]
  told = env_names("deploy/compose.env.example")
  composes = ["docker-compose.yml", "deploy/compose.monitoring.yml"]
  asked = set(re.findall(r"\$\{([A-Z_]+)", "".join(Path(it).read_text() for it in composes)))
  for name in sorted(asked - told):
    problems.append(f"deploy/compose.env.example lacks {name}, which the compose files use")
  for name in sorted(told - asked):
    problems.append(f"deploy/compose.env.example has {name}, which no compose file uses")
  for name in sorted(env_names(".env.example") - set(services["api"]["environment"])):
    problems.append(f"docker-compose.yml does not pass {name} of .env.example on")

  scraped = re.findall(r"names: \[(\w+)\]", Path("deploy/prometheus/prometheus.yml").read_text())
  proxied = re.findall(r"import replicas (\w+)", Path("deploy/Caddyfile").read_text())
  for file, found in (("prometheus.yml", scraped), ("Caddyfile", proxied)):
    if not found:
      problems.append(f"{file} names no service")
    for name in sorted(set(found) - set(services)):
      problems.append(f"{file} names {name}, which is no service of docker-compose.yml")
  for name, service in services.items():
    for volume in service.get("volumes", []):
      if volume["type"] == "bind" and not Path(volume["source"]).is_file():
        problems.append(f"{name} mounts {volume['source']}, which is no file")


def dashboard(rules_out):
  path = "deploy/grafana/marmelad.json"
  panels = json.loads(Path(path).read_text())["panels"]
  ids = [panel["id"] for panel in panels]
  if len(ids) != len(set(ids)):
    problems.append(f"{path}: two panels have the same id")
  rules = []
  for panel in panels:
    if panel["type"] == "row":
      continue
    if not panel.get("targets"):
      problems.append(f"{path}: {panel['title']} shows nothing")
    for target in panel.get("targets", []):
      if target["datasource"]["uid"] != "${datasource}":
        problems.append(f"{path}: {panel['title']} has a data source of its own")
      expr = target["expr"].replace("$__rate_interval", "5m")
      rules.append({"record": f"panel_{panel['id']}:{target['refId']}", "expr": expr})
  Path(rules_out).write_text(json.dumps({"groups": [{"name": "dashboard", "rules": rules}]}))


def yaml(*files):
  for file in files:
    try:
      YAML(typ="safe").load(Path(file))
    except YAMLError as error:
      problems.append(f"{file}: {error}")


{"names": names, "dashboard": dashboard, "yaml": yaml}[sys.argv[1]](*sys.argv[2:])
print("\n".join(problems), file=sys.stderr, end="\n" if problems else "")
sys.exit(1 if problems else 0)

"""What the Azure SDK for Python does, unchanged: one JSON object a line out, a command and what came of it."""

import importlib.metadata
import json
import os
import sys
import time

from azure.core.credentials import AccessToken
from azure.identity import ClientSecretCredential
from azure.mgmt.resourcegraph import ResourceGraphClient
from azure.mgmt.resourcegraph.models import QueryRequest, QueryRequestOptions
from azure.mgmt.security import SecurityCenter

base, ca, token, subscription = (os.environ[name] for name in ("BASE", "CA", "TOKEN", "SUBSCRIPTION"))
scope = f"/subscriptions/{subscription}"
machine = f"{scope}/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/prod-vm-01"
updates = "4ab6e3c5-74dd-8b35-9ab9-f61b30875b27"
own = "00000000-0000-4000-8000-00000000face"


class Fixed:
    """A token of Plumbline itself, without a sign-in."""

    def get_token(self, *scopes, **options):
        return AccessToken(token, int(time.time()) + 3600)


security = SecurityCenter(Fixed(), subscription, base_url=base, connection_verify=ca)
graph = ResourceGraphClient(Fixed(), base_url=base, connection_verify=ca)


def signed_in():
    credential = ClientSecretCredential(
        "706c756d-626c-4e65-8000-000000000001", "plumbline", token, authority=base, disable_instance_discovery=True, connection_verify=ca
    )
    return list(SecurityCenter(credential, subscription, base_url=base, connection_verify=ca).secure_scores.list())


cases = [
    ("azure-identity", "ClientSecretCredential(tenant, id, secret, authority=…)", signed_in),
    ("azure-mgmt-security", "secure_scores.list()", lambda: list(security.secure_scores.list())),
    ("azure-mgmt-security", "secure_scores.get('ascScore')", lambda: security.secure_scores.get("ascScore")),
    ("azure-mgmt-security", "secure_score_controls.list()", lambda: list(security.secure_score_controls.list())),
    (
        "azure-mgmt-security",
        "secure_score_controls.list_by_secure_score('ascScore', expand='definition')",
        lambda: list(security.secure_score_controls.list_by_secure_score("ascScore", expand="definition")),
    ),
    ("azure-mgmt-security", "secure_score_control_definitions.list()", lambda: list(security.secure_score_control_definitions.list())),
    ("azure-mgmt-security", "assessments.list(scope)", lambda: list(security.assessments.list(scope))),
    ("azure-mgmt-security", "assessments.get(resource, key)", lambda: security.assessments.get(machine, updates)),
    ("azure-mgmt-security", "assessments_metadata.list()", lambda: list(security.assessments_metadata.list())),
    (
        "azure-mgmt-security",
        "assessments.create_or_update(resource, key, …)",
        lambda: security.assessments.create_or_update(
            machine, own, {"properties": {"resourceDetails": {"source": "Azure"}, "status": {"code": "Healthy"}}}
        ),
    ),
    ("azure-mgmt-security", "assessments.delete(resource, key)", lambda: security.assessments.delete(machine, own) or "deleted"),
    ("azure-mgmt-security", "sub_assessments.list_all(scope)", lambda: [list(security.sub_assessments.list_all(scope))]),
    ("azure-mgmt-security", "tasks.list()", lambda: list(security.tasks.list())),
    ("azure-mgmt-security", "pricings.list(scope)", lambda: security.pricings.list(scope)),
    ("azure-mgmt-security", "governance_rules.list(scope)", lambda: [list(security.governance_rules.list(scope))]),
    (
        "azure-mgmt-resourcegraph",
        "resources(QueryRequest(query=…))",
        lambda: graph.resources(QueryRequest(query="securityresources | where type == 'microsoft.security/securescores'")).data,
    ),
    (
        "azure-mgmt-resourcegraph",
        "resources(QueryRequest(…, options=QueryRequestOptions(skip_token=…)))",
        lambda: graph.resources(
            QueryRequest(
                query="resources | project id | order by id asc",
                options=QueryRequestOptions(
                    skip_token=graph.resources(
                        QueryRequest(query="resources | project id | order by id asc", options=QueryRequestOptions(top=5))
                    ).skip_token
                ),
            )
        ).data,
    ),
]

for client, command, run in cases:
    try:
        found = run()
        outcome = {"ok": bool(found)}
    except Exception as error:  # told to whoever reads the line
        outcome = {"ok": False, "error": f"{type(error).__name__}: {error}"[:500]}
    print(json.dumps({"client": client, "version": importlib.metadata.version(client), "command": command, **outcome}), flush=True)
sys.exit(0)

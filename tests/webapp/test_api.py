"""The API keeps what its description promises."""

from __future__ import annotations

import io
import json
from itertools import product
from typing import Any

import pytest
import schemathesis
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis.strategies import booleans
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate
from referencing import Registry
from referencing.jsonschema import DRAFT202012
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from tests.webapp.conftest import NOTICE, Site
from tests.webapp.orders import PLAN, PROGRAMME

API = "/api/v1"
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


@pytest.fixture
def described(client: FlaskClient) -> dict[str, Any]:
    """The description, as served."""
    found: dict[str, Any] = client.get(f"{API}/openapi.json").get_json()
    return found


def check(described: dict[str, Any], schema: str, body: object) -> None:
    """Hold an answer to a schema of the description."""
    registry: Registry[Any] = Registry().with_resource("urn:api", DRAFT202012.create_resource(described))
    OAS31Validator({"$ref": f"urn:api#/components/schemas/{schema}"}, registry=registry).validate(body)


def test_description_is_openapi(described: dict[str, Any]) -> None:
    """OpenAPI 3.1, valid."""
    assert described["openapi"].startswith("3.1")
    validate(described)


def test_every_address_is_described(site: Site, described: dict[str, Any]) -> None:
    """No route of the API is missing in the description, and none is described that is not there."""
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.rule.startswith(API) and "path:" not in rule.rule]
    served = {
        (rule.rule.removeprefix(API).replace("<id>", "{id}"), method.lower())
        for rule in rules
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
        if rule.rule != f"{API}/"
    }
    assert served == {(path, method) for path, methods in described["paths"].items() for method in methods}


def test_answers_fit_their_schemas(site: Site, client: FlaskClient, described: dict[str, Any], notice: str) -> None:
    """Each kind of answer, on real documents."""
    site.put("ke-hoach-kt.txt", PLAN)
    notice = site.put("chuong-trinh.txt", PROGRAMME)
    for path, schema in (
        ("/search?q=công đoàn cơ sở", "Answer"),
        ("/search?q=công đoàn&type=Thông báo&type=Luật&year=2024&from=2024-01-01&sort=date&mode=documents", "Answer"),
        ("/search?q=", "Answer"),
        ("/search?q=công đoàn&facets=all&nhiemvu=yes&not_han=overdue&hieuluc=unknown&donvi=Ban Tổ chức", "Answer"),
        ("/documents?state=indexed", "DocumentList"),
        (f"/documents/{notice}", "Document"),
        (f"/documents/{notice}/passages", "PassageList"),
        (f"/passages/{notice}:0", "PassageOfDocument"),
        ("/directives?sort=issued&limit=5", "DirectiveList"),
        (f"/documents/{notice}/directives", "DirectivesOfDocument"),
        (f"/documents/{notice}/citations", "CitationsOfDocument"),
        (f"/documents/{notice}/relations", "Relations"),
        (f"/documents/{notice}/validity?day=2024-06-01", "Validity"),
        ("/citations?symbol=08/ctr-lđlđ", "CitationList"),
        ("/missing", "MissingList"),
        ("/suggest?q=15", "SuggestionList"),
    ):
        answer = client.get(API + path)
        assert answer.status_code == 200, path
        check(described, schema, answer.get_json())


def test_search_is_the_object_of_the_command_line(client: FlaskClient, notice: str) -> None:
    """Spans point into the text the API itself gives, and highlights lie in the passage."""
    [first, *_] = client.get(f"{API}/search?q=thành lập công đoàn cơ sở&limit=1").get_json()["results"]
    assert first["document"]["id"] == notice
    text = client.get(f"{API}/documents/{notice}").get_json()["text"]
    for passage in first["passages"]:
        start, end = passage["span"]
        assert text[start:end] == passage["text"]
        assert all(start <= low < high <= end for low, high in passage["highlights"])


def test_document_holds_what_inspect_prints(client: FlaskClient, notice: str) -> None:
    """Header with value, span and confidence; sections; versions."""
    body = client.get(f"{API}/documents/{notice}").get_json()
    symbol = body["header"]["symbol"]
    assert symbol["value"] == "15/TB-LĐLĐ"
    assert body["text"][slice(*symbol["span"])] == "15/TB-LĐLĐ"
    assert [section["marker"] for section in body["sections"] if section["titled"]] == ["I.", "II."]
    assert [version["number"] for version in body["versions"]] == [1]


def test_upload_is_followed_to_its_end(site: Site, client: FlaskClient, described: dict[str, Any]) -> None:
    """202 with a waiting document; then indexed, or failed with a reason."""
    sent = {"files": [(io.BytesIO(NOTICE.encode()), "a.txt"), (io.BytesIO(b""), "b.txt")]}
    answer = client.post(f"{API}/documents", data=sent)
    assert answer.status_code == 202
    check(described, "Uploaded", answer.get_json())
    first, second = answer.get_json()["documents"]
    waiting = client.get(first["url"]).get_json()
    check(described, "Document", waiting)
    assert (waiting["status"], waiting["text"], first["created"]) == ("waiting", None, "new")
    site.work()
    assert client.get(first["url"]).get_json()["status"] == "indexed"
    failed = client.get(second["url"]).get_json()
    check(described, "Document", failed)
    assert failed["error"]["code"] == "empty"
    retried = client.post(f"{second['url']}/retry")
    assert retried.status_code == 202
    check(described, "Entry", retried.get_json())


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/search", 400),
        ("/search?q=a&limit=0", 400),
        ("/search?q=a&mode=x", 400),
        ("/documents?state=x", 400),
        ("/documents/khong-co", 404),
        ("/documents/khong-co/original", 404),
        ("/passages/khong-co:0", 404),
        ("/passages/0", 404),
        ("/citations", 400),
        ("/directives?kind=x", 400),
        ("/documents/khong-co/relations", 404),
        ("/khong-co", 404),
    ],
)
def test_errors_are_problem_details(client: FlaskClient, described: dict[str, Any], path: str, status: int) -> None:
    """RFC 9457, with a Vietnamese detail, whatever the client says it accepts."""
    answer = client.get(API + path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    check(described, "Problem", json.loads(answer.data))


def test_wrong_method_names_the_right_ones(client: FlaskClient) -> None:
    """405 with Allow."""
    answer = client.delete(f"{API}/search")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_upload_without_files_is_400(client: FlaskClient) -> None:
    """An empty form is no upload."""
    assert client.post(f"{API}/documents").get_json(force=True)["code"] == "no_files"


def test_upload_of_another_kind_is_415(client: FlaskClient, described: dict[str, Any]) -> None:
    """A body that is no form cannot carry files, and the answer says what can."""
    answer = client.post(f"{API}/documents", json={"files": []})
    assert (answer.status_code, answer.mimetype) == (415, "application/problem+json")
    problem = json.loads(answer.data)
    check(described, "Problem", problem)
    assert "multipart/form-data" in problem["detail"]


@pytest.mark.slow
def test_no_call_breaks_the_description(site: Site, notice: str) -> None:
    """Calls made up from the description, sensible and not, all get an answer that the description knows."""
    schema = schemathesis.openapi.from_wsgi(f"{API}/openapi.json", site.app)
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    for operation, mode in product([found.ok() for found in schema.get_all_operations()], modes):
        if mode.is_negative and not (len(operation.query) or len(operation.body)):
            continue  # nothing that could be wrong

        @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)
        @given(case=operation.as_strategy(generation_mode=mode), known=booleans())
        def call(case: schemathesis.Case, known: bool) -> None:
            if known and case.path_parameters:
                case.path_parameters["id"] = f"{notice}:0" if "/passages/" in case.path else notice
            case.call_and_validate(checks=CHECKS)

        call()


def test_search_for_directives_takes_their_filters(client: FlaskClient, notice: str) -> None:
    """Owner and deadline narrow the directives; outside that mode they are refused rather than left out without a word."""
    found = client.get("/api/v1/search?q=đoàn viên&mode=directives&deadline_to=2024-04-30").get_json()
    assert [each["deadlines"][0]["date"] for hit in found["results"] for each in hit["directives"]] == ["2024-04-20"]
    assert client.get("/api/v1/search?q=đoàn viên&mode=directives&owner=Sở Không Có").get_json()["total"] == 0
    assert client.get("/api/v1/search?q=đoàn viên&owner=Sở").status_code == 400
    assert client.get("/api/v1/search?q=đoàn viên&mode=directives&deadline_to=mai").status_code == 400


def test_search_is_narrowed_and_counted_by_what_the_catalog_knows(site: Site, client: FlaskClient) -> None:
    """By owner, deadline, validity and tasks; counted on demand, and what makes no sense is refused."""
    programme, plan = site.put("ct.txt", PROGRAMME), site.put("kh.txt", PLAN)
    whole = client.get("/api/v1/search?q=công tác công đoàn năm 2024&facets=all").get_json()
    assert whole["facets"]["tasks"] == {"yes": 2}
    assert whole["facets"]["owner"]["Ban Tài chính"] == whole["facets"]["owner"]["Ban Tổ chức"] == 1
    assert set(client.get("/api/v1/search?q=công tác công đoàn năm 2024").get_json()["facets"]) == {"type", "issuer", "year"}
    for narrowed, id in (
        ("donvi=ban tổ chức", programme),
        ("not_donvi=Ban Tổ chức", plan),
        ("han=recurring", plan),
        ("not_han=recurring", programme),
    ):
        found = client.get(f"/api/v1/search?q=công tác công đoàn năm 2024&{narrowed}").get_json()
        assert [hit["document"]["id"] for hit in found["results"]] == [id], narrowed
    assert client.get("/api/v1/search?q=công đoàn&nhiemvu=no").get_json()["understood"]["empty"]["filters"] == ["nhiệm vụ"]
    for wrong in ("han=mai", "facets=x", "nhiemvu=có"):
        assert client.get(f"/api/v1/search?q=công đoàn&{wrong}").status_code == 400

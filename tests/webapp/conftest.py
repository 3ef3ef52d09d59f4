"""An application on a store and an index of its own, with documents of ours and an encoder without a model."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from corpus.settings import Settings
from corpus.store import open_store
from indices import open_index
from ingest.pipeline import Pipeline
from search.catalog import StoreCatalog
from search.searcher import Searcher
from tests.ingest.fakes import FakeEncoder
from webapp import create_app
from webapp.services import Services

NOTICE = """LIÊN ĐOÀN LAO ĐỘNG TỈNH BÌNH AN
Số: 15/TB-LĐLĐ
Bình An, ngày 05 tháng 3 năm 2024

THÔNG BÁO
Về việc tổ chức tháng công nhân năm 2024

I. MỤC ĐÍCH
Chăm lo đời sống của đoàn viên, người lao động <script>alert(1)</script> trong tỉnh.

II. NHIỆM VỤ
1. Mỗi công đoàn cơ sở vận động ít nhất ba đoàn viên mới trước ngày 20/4/2024.
2. Ban chấp hành gửi báo cáo kết quả thành lập công đoàn cơ sở.
"""
PLAN = """ỦY BAN NHÂN DÂN TỈNH BÌNH AN
Số: 27/KH-UBND
Bình An, ngày 18 tháng 9 năm 2023

KẾ HOẠCH
Trồng cây xanh quanh trường học

I. YÊU CẦU
Cây giống khỏe, trồng đúng mùa mưa.
"""


@dataclass
class Site:
    """The application, and the pipeline that stands for its worker."""

    app: Flask
    pipeline: Pipeline
    woken: list[str] = field(default_factory=list)

    def work(self) -> None:
        """What the worker would do."""
        self.pipeline.resume(self.woken)

    def put(self, name: str, text: str) -> str:
        """Take a document all the way in; its id."""
        path = self.pipeline.settings.data_dir.parent / name
        path.write_text(text, encoding="utf-8")
        [result] = self.pipeline.ingest([path])
        assert result.entry is not None
        return result.entry.id


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """An application without documents."""
    settings = Settings(data_dir=tmp_path / "var", max_file_mb=1)
    encoder, store, index = FakeEncoder(), open_store(settings), open_index(settings)
    pipeline = Pipeline(settings, store, index, lambda: encoder)
    woken: list[str] = []

    def wake(ids: Sequence[str]) -> None:
        woken.extend(ids)

    services = Services(settings, store=store, searcher=Searcher(index, encoder, StoreCatalog(lambda: store)), wake=wake)
    yield Site(create_app(settings, services=services), pipeline, woken)
    pipeline.close()


@pytest.fixture
def client(site: Site) -> FlaskClient:
    """A client of the application."""
    return site.app.test_client()


@pytest.fixture
def notice(site: Site) -> str:
    """The id of a notice, beside a plan that is about something else."""
    site.put("ke-hoach.txt", PLAN)
    return site.put("thong-bao.txt", NOTICE)

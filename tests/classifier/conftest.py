"""One tiny model for the whole session: four leaves, eighty rows in five voices."""

from itertools import product

import pytest

from classifier.model import Model, load_model
from classifier.rows import LabelledRow
from classifier.train import TrainedModel, train
from complaints.report import Message
from complaints.taxonomy import Taxonomy, build_taxonomy

OPENINGS = {
    "formal": "Dengan hormat, kami laporkan bahwa",
    "santai": "min mau tanya dong,",
    "marah": "KECEWA BERAT!!!",
    "sms": "sy mau lapor pak",
    "panjang": "Saya sudah berulang kali datang dan menelepon, namun",
}
MATTERS = {
    "roti": ("roti tawar basi", "kue sobek keras sekali", "donat gosong", "croissant di toko tidak segar"),
    "susu": ("susu kotak asam", "yoghurt bocor", "keju berjamur di lemari", "mentega tengik"),
    "paku": ("paku bengkok", "obeng patah", "palu lepas gagangnya", "mur dan baut karatan"),
    "jalan": ("jalan rusak berlubang", "lampu jalan padam", "trotoar retak", "jembatan miring"),
}
KINDS = ("tidak-berkadar", "informasi")


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    columns = ["toko", "bagian", "barang", "outside"]
    rows = [
        {"toko": "T1", "bagian": "makanan", "barang": "roti"},
        {"toko": "T1", "bagian": "makanan", "barang": "susu"},
        {"toko": "T1", "bagian": "alat", "barang": "paku"},
        {"toko": "LUAR", "bagian": "luar", "barang": "jalan", "outside": "yes"},
    ]
    return build_taxonomy(columns, rows)


@pytest.fixture(scope="session")
def rows() -> list[LabelledRow]:
    return [
        LabelledRow(
            id=f"{voice}-{leaf}-{number}",
            message=Message(judul=matter.split()[0], isi=f"{OPENINGS[voice]} {matter} nomor {number}"),
            category=leaf,
            klasifikasi=KINDS[voice == "santai"],
            office="",
            voice=voice,
        )
        for voice, leaf in product(OPENINGS, MATTERS)
        for number, matter in enumerate(MATTERS[leaf])
    ]


@pytest.fixture(scope="session")
def trained(rows: list[LabelledRow], taxonomy: Taxonomy, tmp_path_factory: pytest.TempPathFactory) -> TrainedModel:
    return train(rows, taxonomy, tmp_path_factory.mktemp("models"), jobs=1)


@pytest.fixture(scope="session")
def model(trained: TrainedModel) -> Model:
    return load_model(trained.folder)

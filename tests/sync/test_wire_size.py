"""What a save costs on the wire, overhead of its batch included."""

import pytest

from sync.body import Dictionary, pack, unpack, zstd
from tests.sync.batches import Village
from tests.sync.invented_people import creates

TRAINED_ON, MEASURED_ON = creates(1, 1500), creates(2, 200)


@pytest.fixture(scope="module")
def dictionary():
    return Dictionary(1, zstd.train_dict([operation for operation, _ in TRAINED_ON], 8192).dict_content)


def test_creates_of_25_fields_cost_at_most_two_fifths_of_their_plain_json(dictionary):
    batch = Village().form([pack(operation, dictionary) for operation, _ in MEASURED_ON[:20]])
    plain = sum(len(text) for _, text in MEASURED_ON[:20])
    assert batch.count == 20
    assert len(batch.data) <= 0.40 * plain


def test_the_dictionary_was_trained_on_others_and_gives_every_operation_back(dictionary):
    assert not {operation for operation, _ in TRAINED_ON} & {operation for operation, _ in MEASURED_ON}
    for operation, _ in MEASURED_ON:
        assert unpack(pack(operation, dictionary), {1: dictionary}) == operation


def test_a_batch_adds_306_bytes_and_an_envelope_31_to_what_is_padded():
    one, two = len(Village().form([b"x"]).data), len(Village().form([b"x", b"y"]).data)
    assert (one, two - one) == (306 + 31 + 256, 31 + 256)
